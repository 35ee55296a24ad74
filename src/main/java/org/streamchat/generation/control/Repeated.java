package org.streamchat.generation.control;

/**
 * The text that is known already and comes again when an answer is joined a little before its end.
 */
final class Repeated {
  private final String known;
  private int heard;

  Repeated(String known) {
    this.known = known;
  }

  /**
   * What of the piece is new, which may be nothing; null when it is not what was known, so that the
   * two are different answers.
   */
  String fresh(String piece) {
    int again = Math.min(known.length() - heard, piece.length());
    if (!known.startsWith(piece.substring(0, again), heard)) {
      return null;
    }
    heard += again;
    return piece.substring(again);
  }

  /** Whether all that was known has come again. */
  boolean isThrough() {
    return heard == known.length();
  }
}
