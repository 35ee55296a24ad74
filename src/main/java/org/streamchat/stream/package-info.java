/**
 * Keeps the logs of running answers and delivers them to whoever watches. Knows no payload's
 * meaning.
 *
 * <p>A <em>stream</em> is an append-only list of {@link org.streamchat.stream.entity.Entry entries}
 * numbered 1, 2, 3 … It has one writer at a time and any number of readers.
 *
 * <ul>
 *   <li><b>S1 log before delivery.</b> A {@link org.streamchat.stream.control.Tail} takes an entry
 *       only after the log has acknowledged it. While the log cannot be reached, or takes nothing
 *       (and only then), the writer's own memory stands in for it; the log is seeded anew as soon
 *       as it is back.
 *   <li><b>S2 no holes.</b> Numbers are contiguous. The one exception is a snapshot entry, which
 *       replaces all before it and may follow on any lower number. What the log does not have never
 *       shares a number with what it has: an owner that runs ahead of the log, or begins it anew
 *       after another, leaves a gap and begins with a snapshot. A log that has lost some of its
 *       entries is given up by whoever finds that; its owner begins it anew.
 *   <li><b>S3 one writer.</b> An append carries its writer's epoch and is checked and carried out
 *       in one step.
 *   <li><b>S5 detached.</b> A writer knows of no reader.
 *   <li><b>S8 bounded.</b> A reader has no queue, only a cursor, and one send under way; a send
 *       that takes longer than the write limit ends the connection. Every key in Redis has a
 *       lifetime, from its first moment on.
 * </ul>
 *
 * <p>May call {@code problem} and {@code platform}. Out of scope: what a stream is about, who may
 * read it, when it ends.
 */
package org.streamchat.stream;
