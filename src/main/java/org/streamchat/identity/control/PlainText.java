package org.streamchat.identity.control;

import java.util.Optional;

/** What is said of a user: one line that can be shown, of a bounded length. */
final class PlainText {
  static final int MAX_NAME = 200;
  static final int MAX_EMAIL = 320;
  static final int MAX_GROUP = 300;
  static final int MAX_GROUPS = 500;

  private PlainText() {}

  /**
   * The text without white space around it; empty when there is nothing else.
   *
   * @throws IllegalArgumentException when it is too long or cannot be shown; says what it is, never
   *     the text
   */
  static Optional<String> of(String what, String text, int most) {
    String value = text.strip();
    if (value.length() > most) {
      throw new IllegalArgumentException("has too long a " + what);
    }
    if (!value.codePoints().allMatch(PlainText::isPlain)) {
      throw new IllegalArgumentException("has control characters in " + what);
    }
    return Optional.of(value).filter(v -> !v.isEmpty());
  }

  /** The same for the id of a user, in which nothing may be that is not seen. */
  static Optional<String> id(String what, String text, int most) {
    Optional<String> id = of(what, text, most);
    if (id.orElse("").codePoints().anyMatch(c -> Character.getType(c) == Character.FORMAT)) {
      throw new IllegalArgumentException("has invisible characters in " + what);
    }
    return id;
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
