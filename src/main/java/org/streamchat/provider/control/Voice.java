package org.streamchat.provider.control;

/**
 * Passes an answer on to its listener: accepted once, before anything else, and never half a
 * character, for some providers cut between the two surrogates of one. Guarded by the call.
 */
final class Voice {
  private final ModelListener listener;
  private final Joint text = new Joint();
  private final Joint reasoning = new Joint();
  private boolean accepted;
  private boolean spoken;

  Voice(ModelListener listener) {
    this.listener = listener;
  }

  /** Whether any text or reasoning has come. */
  boolean hasSpoken() {
    return spoken;
  }

  /** Whether all that has come has been passed on. */
  boolean isWhole() {
    return text.isWhole() && reasoning.isWhole();
  }

  void accept() {
    if (!accepted) {
      accepted = true;
      listener.accepted();
    }
  }

  void text(String piece) {
    spoken = true;
    String whole = text.join(piece);
    if (!whole.isEmpty()) {
      listener.text(whole);
    }
  }

  void reasoning(String piece) {
    spoken = true;
    String whole = reasoning.join(piece);
    if (!whole.isEmpty()) {
      listener.reasoning(whole);
    }
  }

  /** Keeps the first half of a character until the second comes. */
  private static final class Joint {
    private char half;

    boolean isWhole() {
      return half == 0;
    }

    String join(String piece) {
      String whole = half == 0 ? piece : half + piece;
      half = whole.charAt(whole.length() - 1);
      if (!Character.isHighSurrogate(half)) {
        half = 0;
        return whole;
      }
      return whole.substring(0, whole.length() - 1);
    }
  }
}
