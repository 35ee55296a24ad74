package org.streamchat.stream.entity;

/**
 * What is sent to a reader in one go: one entry, or neighbouring pieces of text put together.
 *
 * @param seq the number of the last entry in it; 0 for a frame that is not (wholly) in the log and
 *     so gets no id
 * @param data one line of JSON
 * @param last whether nothing comes after it
 */
public record Frame(long seq, String type, String data, boolean last) {
  public Frame withoutId() {
    return new Frame(0, type, data, last);
  }
}
