package org.streamchat.conversation.entity;

/**
 * A wish for another answer to a question that has been asked.
 *
 * @param provider null for the session's
 * @param model null for the session's, or the provider's default
 * @param idempotencyKey null when the wish is not to be recognised when repeated
 */
public record Again(String provider, String model, String idempotencyKey) {
  /** The question with this text, asked anew. */
  public Ask ask(String text) {
    return new Ask(text, provider, model, null, null, idempotencyKey);
  }
}
