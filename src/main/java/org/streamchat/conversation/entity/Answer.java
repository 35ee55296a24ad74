package org.streamchat.conversation.entity;

import org.streamchat.problem.Problem;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;

/**
 * A generation as the database knows it, with the text of its message.
 *
 * @param status of this generation, which need not be the message's newest
 * @param reasoning empty when there is none
 * @param finishReason null while it runs, or when it failed
 * @param usage null when the provider did not say
 * @param responseTimeMs null while it runs
 * @param problem why it failed, or null
 * @param detail what is told of the problem, or null
 * @param role the session's role when it began, or null
 */
public record Answer(
    String generationId,
    String sessionId,
    String messageId,
    String userMessageId,
    MessageStatus status,
    long lastSeq,
    String content,
    String reasoning,
    FinishReason finishReason,
    Usage usage,
    Long responseTimeMs,
    Problem problem,
    String detail,
    String provider,
    String model,
    String role) {}
