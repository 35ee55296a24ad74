package org.streamchat.stream.entity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * How far a reader has come: it has everything of {@code stream} up to and including {@code seq}; 0
 * is nothing. On the wire it is the SSE event id, {@code <stream>:<seq>} (WHATWG HTML, section
 * 9.2).
 */
public record Cursor(String stream, long seq) {
  private static final Pattern WIRE = Pattern.compile("([A-Za-z0-9-]{1,64}):([0-9]{1,15})");

  public Cursor {
    if (seq < 0) {
      throw new IllegalArgumentException("seq < 0: " + seq);
    }
  }

  /** Before the first entry of {@code stream}. */
  public static Cursor start(String stream) {
    return new Cursor(stream, 0);
  }

  /**
   * Reads the wire form.
   *
   * @throws ProblemException MALFORMED_CURSOR for anything that this service cannot have sent
   */
  public static Cursor parse(String wire) {
    Matcher matcher = WIRE.matcher(wire);
    if (!matcher.matches()) {
      throw new ProblemException(
          Problem.MALFORMED_CURSOR,
          "The cursor has the form <generation>:<number>, as in the event ids of a stream.");
    }
    return new Cursor(matcher.group(1), Long.parseLong(matcher.group(2)));
  }

  @Override
  public String toString() {
    return stream + ":" + seq;
  }
}
