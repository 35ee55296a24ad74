package org.streamchat.conversation.entity;

import java.time.OffsetDateTime;
import java.util.List;
import org.streamchat.provider.entity.Turn;

/**
 * A generation with all that is needed to make its answer.
 *
 * @param provider the provider's id
 * @param temperature null for the provider's default
 * @param maxTokens null for the provider's default
 * @param role the session's role, or null
 * @param turns the system prompt, if any, and the last turns of the branch, ending with the user's
 *     turn to answer
 * @param content what the message's row holds already: the part to go on from. Empty for a new
 *     answer
 * @param lastSeq the last event that the row knows of; 0 for a new generation
 */
public record Running(
    String generationId,
    long epoch,
    String owner,
    String sessionId,
    String messageId,
    String userMessageId,
    String provider,
    String model,
    Double temperature,
    Integer maxTokens,
    String role,
    List<Turn> turns,
    String content,
    String reasoning,
    long lastSeq,
    OffsetDateTime startedAt) {
  public Running {
    turns = List.copyOf(turns);
  }

  /** The same with fewer turns. */
  public Running with(List<Turn> fewer) {
    return new Running(
        generationId,
        epoch,
        owner,
        sessionId,
        messageId,
        userMessageId,
        provider,
        model,
        temperature,
        maxTokens,
        role,
        fewer,
        content,
        reasoning,
        lastSeq,
        startedAt);
  }
}
