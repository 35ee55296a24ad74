package org.streamchat.stream.entity;

import java.util.List;

/**
 * Where and how a stream is to be written.
 *
 * @param seq the number of the log's last entry; what is begun afresh by a later owner than the
 *     first gets numbers far above, which no former owner has used
 * @param drafts what to begin with; the first of them a snapshot where readers may have seen more
 *     than the log still has
 */
public record Opening(String stream, long epoch, long seq, boolean fresh, List<Draft> drafts) {}
