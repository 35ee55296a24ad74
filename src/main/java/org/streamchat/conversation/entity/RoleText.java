package org.streamchat.conversation.entity;

import java.util.regex.Pattern;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * What a user makes of a role.
 *
 * @param icon a few characters, such as an emoji; null for none
 * @param model null for the provider's default
 * @param temperature null for the provider's default
 */
public record RoleText(String name, String icon, String prompt, String model, Double temperature) {
  private static final int MAX_NAME = 100;
  private static final int MAX_ICON = 32;
  private static final int MAX_PROMPT = 32_000;
  private static final int MAX_MODEL = 200;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  public RoleText {
    name = line("name", required("name", name), MAX_NAME);
    icon = icon == null || icon.isBlank() ? null : line("icon", icon, MAX_ICON);
    model = model == null || model.isBlank() ? null : line("model", model, MAX_MODEL);
    check("prompt", required("prompt", prompt), MAX_PROMPT);
    if (temperature != null && !(temperature >= 0 && temperature <= 2)) {
      throw invalid("temperature", "temperature takes a number from 0 to 2");
    }
  }

  private static String line(String member, String text, int max) {
    String stripped = text.strip();
    check(member, stripped, max);
    if (CONTROL.matcher(stripped).find()) {
      throw invalid(member, member + " takes one line");
    }
    return stripped;
  }

  private static String required(String member, String text) {
    if (text == null || text.isBlank()) {
      throw invalid(member, member + " takes a text, and is required");
    }
    return text;
  }

  private static void check(String member, String text, int max) {
    if (text.length() > max) {
      throw invalid(member, member + " takes 1 to " + max + " characters");
    }
    if (!Texts.storable(text)) {
      throw invalid(member, member + " holds half of a surrogate pair");
    }
  }

  private static ProblemException invalid(String member, String detail) {
    return new ProblemException(Problem.INVALID_REQUEST, detail).with("member", member);
  }
}
