package org.streamchat.conversation.entity;

import org.streamchat.problem.Problem;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;

/**
 * How a generation ended.
 *
 * @param epoch under which its finisher owned it
 * @param content the whole text of the message, including what an earlier generation had made
 * @param finishReason null when it failed
 * @param usage null when the provider did not say
 * @param problem null when it did not fail
 * @param detail null when it did not fail
 */
public record Outcome(
    String generationId,
    long epoch,
    long lastSeq,
    MessageStatus status,
    FinishReason finishReason,
    String content,
    String reasoning,
    Usage usage,
    long responseTimeMs,
    Problem problem,
    String detail) {
  public Outcome {
    if (status == MessageStatus.RUNNING) {
      throw new IllegalArgumentException("a running generation has no outcome");
    }
  }
}
