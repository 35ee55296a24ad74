package org.streamchat.platform.control;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.regex.Pattern;

/** The ids of everything that is stored: UUIDs (RFC 9562) that sort by the time they were made. */
public final class Ids {
  private static final Pattern SHAPE =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private Ids() {}

  public static String next() {
    return UuidCreator.getTimeOrderedEpochPlus1().toString();
  }

  /** Whether the text can be an id at all: one that cannot need not be looked for. */
  public static boolean possible(String text) {
    return text != null && SHAPE.matcher(text).matches();
  }
}
