package org.streamchat.conversation.entity;

/** What can be done with a text without changing it. */
public final class Texts {
  private Texts() {}

  /** Whether UTF-8 can hold the text as it is: half a surrogate pair cannot be kept. */
  public static boolean storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isHighSurrogate(unit)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      } else if (Character.isLowSurrogate(unit)) {
        return false;
      }
    }
    return true;
  }

  /** The first {@code characters} (code points, not UTF-16 units) of the text. */
  public static String first(int characters, String text) {
    return text.codePointCount(0, text.length()) <= characters
        ? text
        : text.substring(0, text.offsetByCodePoints(0, characters));
  }
}
