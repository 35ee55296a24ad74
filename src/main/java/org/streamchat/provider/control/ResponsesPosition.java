package org.streamchat.provider.control;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in an answer of Responses that is made in the background, written as {@code
 * <id>:<sequence>}, with a plus sign behind it when there has been reasoning.
 *
 * @param id the provider's, of characters that may be part of an address
 * @param sequence number of the last event that was heard
 */
record ResponsesPosition(String id, long sequence, boolean thought) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,200}");
  private static final Pattern WRITTEN = Pattern.compile("(" + ID + "):(\\d{1,18})(\\+?)");

  static boolean isId(String id) {
    return id != null && ID.matcher(id).matches();
  }

  static ResponsesPosition of(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no position");
    }
    return new ResponsesPosition(
        matcher.group(1), Long.parseLong(matcher.group(2)), !matcher.group(3).isEmpty());
  }

  @Override
  public String toString() {
    return id + ":" + sequence + (thought ? "+" : "");
  }
}
