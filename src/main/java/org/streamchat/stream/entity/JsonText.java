package org.streamchat.stream.entity;

/**
 * Writes the one JSON shape of the hot path, {@code {"content":"…"}}, for every piece of text of
 * every reader. JSON-P does the rest.
 */
public final class JsonText {
  private static final String OPENING = "{\"content\":\"";
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private JsonText() {}

  /**
   * A builder in which a text can be gathered with {@link #escape} and completed with {@link
   * #close}.
   */
  public static StringBuilder open(int size) {
    return new StringBuilder(size + 16).append(OPENING);
  }

  public static String close(StringBuilder json) {
    return json.append("\"}").toString();
  }

  /**
   * Appends {@code text} escaped as RFC 8259, section 7 asks. Half of a surrogate pair, which UTF-8
   * cannot carry, is written as an escape and so arrives unchanged.
   */
  public static void escape(CharSequence text, StringBuilder json) {
    int plain = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean half = Character.isSurrogate(c) && !isPaired(text, i);
      if (c >= ' ' && c != '"' && c != '\\' && c != '\u2028' && c != '\u2029' && !half) {
        continue;
      }
      json.append(text, plain, i);
      plain = i + 1;
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default ->
            json.append("\\u")
                .append(HEX[c >> 12])
                .append(HEX[(c >> 8) & 15])
                .append(HEX[(c >> 4) & 15])
                .append(HEX[c & 15]);
      }
    }
    json.append(text, plain, length);
  }

  private static boolean isPaired(CharSequence text, int i) {
    if (Character.isHighSurrogate(text.charAt(i))) {
      return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    }
    return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
