package org.streamchat.limits.entity;

import java.time.Instant;

/**
 * One thing that someone did. Holds ids and words of this application only: no text of a user's, no
 * secret.
 *
 * @param actor the user's id
 * @param action what was done, e.g. {@code POST /chat/{sessionId}/completions} or {@code answer}
 * @param subject the ids it was done to, or null
 * @param outcome how it ended: an HTTP status, or how an answer ended
 * @param tokens what it cost, or null
 */
public record AuditEntry(
    Instant at, String actor, String action, String subject, String outcome, Long tokens) {
  /** As many characters as the columns hold. */
  public static final int MAX_ACTION = 100;

  public static final int MAX_SUBJECT = 150;
}
