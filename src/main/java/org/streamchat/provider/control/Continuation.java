package org.streamchat.provider.control;

/** Asking a model to go on with an answer that was cut short. */
public final class Continuation {
  /** Follows the answer so far, as the user's next turn. */
  public static final String PROMPT =
      "Your answer above was cut off in transmission. Continue it exactly where it stops: begin"
          + " with the very next character, in the same language, format and code block. Repeat"
          + " nothing of it, add no introduction, no apology and no comment about the"
          + " interruption.";

  private Continuation() {}
}
