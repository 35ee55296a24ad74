package org.streamchat.conversation.entity;

import java.util.regex.Pattern;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * What a user sends.
 *
 * @param provider null for the session's
 * @param model null for the session's, or the provider's default
 * @param temperature null for the provider's default
 * @param maxTokens null for the provider's default
 * @param idempotencyKey null when the send is not to be recognised when repeated
 */
public record Ask(
    String text,
    String provider,
    String model,
    Double temperature,
    Integer maxTokens,
    String idempotencyKey) {
  /** UTF-16 units. */
  public static final int MAX_LENGTH = 32_000;

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public Ask {
    if (text == null || text.isBlank()) {
      throw invalid("message", "the message is empty");
    }
    if (text.length() > MAX_LENGTH) {
      throw invalid("message", "the message is longer than " + MAX_LENGTH + " characters");
    }
    if (!Texts.storable(text)) {
      throw invalid("message", "the message holds half of a surrogate pair");
    }
    if (temperature != null && !(temperature >= 0 && temperature <= 2)) {
      throw invalid("temperature", "temperature takes a number from 0 to 2");
    }
    if (maxTokens != null && maxTokens < 1) {
      throw invalid("maxTokens", "maxTokens takes a whole number from 1");
    }
    if (idempotencyKey != null && !KEY.matcher(idempotencyKey).matches()) {
      throw invalid("Idempotency-Key", "Idempotency-Key takes 1 to 64 of A-Z a-z 0-9 . _ -");
    }
  }

  private static ProblemException invalid(String member, String detail) {
    return new ProblemException(Problem.INVALID_REQUEST, detail).with("member", member);
  }
}
