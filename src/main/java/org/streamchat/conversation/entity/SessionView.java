package org.streamchat.conversation.entity;

/**
 * A session with the generation that runs in it.
 *
 * @param active null while none runs
 * @param passage what a search has found in its messages; null when nothing, or nothing was looked
 *     for
 */
public record SessionView(ChatSession session, Active active, Passage passage) {
  /**
   * @param seq the last event there is to follow
   */
  public record Active(String generationId, String messageId, long seq, MessageStatus status) {}
}
