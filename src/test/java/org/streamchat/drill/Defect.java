package org.streamchat.drill;

import java.util.Optional;

/** A promise that was not kept. */
record Defect(Kind kind, String what) {
  enum Kind {
    LOST,
    REPEATED,
    STUCK
  }

  /** What is wrong with a text that should be this one; empty when nothing is. */
  static Optional<Defect> between(String whole, String text, String where) {
    if (text.equals(whole)) {
      return Optional.empty();
    }
    int same = 0;
    while (same < Math.min(whole.length(), text.length())
        && whole.charAt(same) == text.charAt(same)) {
      same++;
    }
    return Optional.of(
        new Defect(
            text.length() < whole.length() ? Kind.LOST : Kind.REPEATED,
            "%s: %d of %d characters, the same up to %d"
                .formatted(where, text.length(), whole.length(), same)));
  }
}
