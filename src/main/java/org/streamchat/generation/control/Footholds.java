package org.streamchat.generation.control;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an answer that the provider makes by itself can be joined again: at its beginning, and at
 * the newest place. What has been kept of the text may end before the latter, never before the
 * former.
 */
record Footholds(Foothold first, Foothold latest) {
  private static final Pattern WRITTEN =
      Pattern.compile("(\\S+) (\\d{1,9}) (\\d{1,9}) (\\S+) (\\d{1,9}) (\\d{1,9})");

  /**
   * One place.
   *
   * @param position as the provider's gateway told it
   * @param content how many characters of the message come before it
   * @param reasoning the same for the reasoning
   */
  record Foothold(String position, int content, int reasoning) {
    boolean isWithin(String someContent, String someReasoning) {
      return content <= someContent.length() && reasoning <= someReasoning.length();
    }
  }

  static Footholds at(Foothold only) {
    return new Footholds(only, only);
  }

  Footholds reached(Foothold place) {
    return new Footholds(first, place);
  }

  /** The newest place of which all that comes before it is in these texts. */
  Optional<Foothold> within(String content, String reasoning) {
    if (latest.isWithin(content, reasoning)) {
      return Optional.of(latest);
    }
    return Optional.of(first).filter(place -> place.isWithin(content, reasoning));
  }

  /** As {@link #read} takes it. */
  String written() {
    return written(first) + " " + written(latest);
  }

  private static String written(Foothold place) {
    return place.position() + " " + place.content() + " " + place.reasoning();
  }

  /** Empty when it is no such thing. */
  static Optional<Footholds> read(String written) {
    Matcher parts = WRITTEN.matcher(written);
    return parts.matches()
        ? Optional.of(new Footholds(foothold(parts, 1), foothold(parts, 4)))
        : Optional.empty();
  }

  private static Foothold foothold(Matcher parts, int group) {
    return new Foothold(
        parts.group(group),
        Integer.parseInt(parts.group(group + 1)),
        Integer.parseInt(parts.group(group + 2)));
  }
}
