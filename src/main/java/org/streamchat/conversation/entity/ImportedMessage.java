package org.streamchat.conversation.entity;

import java.time.Instant;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;

/**
 * A message as a file has it.
 *
 * @param id tells it from the others in the file; it gets another one here
 * @param parentId null for the first of a branch
 * @param reasoning null when there is none
 * @param finishReason null when it failed, and for what a user has said
 * @param usage null when it is not known
 */
public record ImportedMessage(
    String id,
    String parentId,
    Author author,
    String content,
    String reasoning,
    MessageStatus status,
    FinishReason finishReason,
    String provider,
    String model,
    Usage usage,
    Long responseTimeMs,
    Instant createdAt) {
  private static final int MAX_ID = 64;
  private static final int MAX_PROVIDER = 100;
  private static final int MAX_MODEL = 200;
  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

  public ImportedMessage {
    check(!id.isEmpty() && id.length() <= MAX_ID, "id");
    check(Texts.storable(content), "content");
    check(
        author == Author.ASSISTANT || (!content.isBlank() && content.length() <= Ask.MAX_LENGTH),
        "content");
    check(reasoning == null || Texts.storable(reasoning), "reasoning");
    check(provider == null || fits(provider, MAX_PROVIDER), "provider");
    check(model == null || fits(model, MAX_MODEL), "model");
    check(usage == null || (usage.promptTokens() >= 0 && usage.completionTokens() >= 0), "usage");
    check(responseTimeMs == null || responseTimeMs >= 0, "responseTimeMs");
    check(!createdAt.isBefore(Instant.EPOCH) && createdAt.isBefore(END_OF_TIME), "createdAt");
    if (status == MessageStatus.RUNNING) {
      // Nobody goes on with it here.
      status = MessageStatus.INTERRUPTED;
    }
  }

  private static boolean fits(String text, int max) {
    return !text.isBlank() && text.length() <= max && Texts.storable(text);
  }

  private static void check(boolean right, String member) {
    if (!right) {
      throw new ProblemException(
              Problem.INVALID_REQUEST, "A message's " + member + " is not one of an export")
          .with("member", "messages." + member);
    }
  }
}
