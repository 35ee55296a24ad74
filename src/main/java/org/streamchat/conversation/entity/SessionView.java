package org.streamchat.conversation.entity;

/**
 * A session with the generation that runs in it.
 *
 * @param active null while none runs
 */
public record SessionView(ChatSession session, Active active) {
  /**
   * @param seq the last event there is to follow
   */
  public record Active(String generationId, String messageId, long seq, MessageStatus status) {}
}
