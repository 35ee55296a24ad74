package org.streamchat.conversation.entity;

import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * What a user sets of a session.
 *
 * @param title null to leave it
 */
public record SessionChange(
    String title, Change role, Change provider, Change model, Change systemPrompt) {
  private static final int MAX_TITLE = 200;
  private static final int MAX_ROLE = 100;
  private static final int MAX_PROVIDER = 100;
  private static final int MAX_MODEL = 200;
  private static final int MAX_SYSTEM_PROMPT = 32_000;

  public SessionChange {
    if (title != null) {
      title = title.strip();
      if (title.isEmpty() || title.length() > MAX_TITLE) {
        throw invalid("title", "title takes 1 to " + MAX_TITLE + " characters");
      }
      if (!Texts.storable(title)) {
        throw invalid("title", "title holds half of a surrogate pair");
      }
    }
    check("role", role, MAX_ROLE);
    check("provider", provider, MAX_PROVIDER);
    check("model", model, MAX_MODEL);
    check("systemPrompt", systemPrompt, MAX_SYSTEM_PROMPT);
  }

  public static SessionChange title(String title) {
    return new SessionChange(title, Change.NONE, Change.NONE, Change.NONE, Change.NONE);
  }

  private static void check(String member, Change change, int max) {
    String value = change.value();
    if (value == null) {
      return;
    }
    if (value.isBlank() || value.length() > max) {
      throw invalid(member, member + " takes 1 to " + max + " characters");
    }
    if (!Texts.storable(value)) {
      throw invalid(member, member + " holds half of a surrogate pair");
    }
  }

  private static ProblemException invalid(String member, String detail) {
    return new ProblemException(Problem.INVALID_REQUEST, detail).with("member", member);
  }
}
