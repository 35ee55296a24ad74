package org.streamchat.stream.control;

/**
 * Puts surrogate pairs together that come in two pieces, so that every piece behind it can be
 * written as UTF-8. What cannot become a pair becomes the replacement character. Not thread-safe.
 */
final class SurrogateJoint {
  private static final char REPLACEMENT = '\uFFFD';

  private char waiting;

  /** The text that is complete with this piece; the first half of a pair at its end has to wait. */
  String join(String piece) {
    String text = waiting == 0 ? piece : waiting + piece;
    if (text.isEmpty()) {
      return text;
    }
    int end = text.length();
    char last = text.charAt(end - 1);
    waiting = 0;
    if (Character.isHighSurrogate(last)) {
      waiting = last;
      end--;
    }
    int half = firstHalf(text, 0, end);
    if (half < 0) {
      return text.substring(0, end);
    }
    StringBuilder mended = new StringBuilder(text).delete(end, text.length());
    while (half >= 0) {
      mended.setCharAt(half, REPLACEMENT);
      half = firstHalf(mended, half + 1, end);
    }
    return mended.toString();
  }

  /** Where the first surrogate without its partner is; -1 for nowhere. */
  private static int firstHalf(CharSequence text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else {
        return i;
      }
    }
    return -1;
  }
}
