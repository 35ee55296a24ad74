package org.streamchat.identity.control;

import java.io.Serial;

/** A credential that is not valid. The message says why in words of ours, never what it is. */
public class WrongCredential extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean guess;

  /**
   * @param guess whether it may be one that someone has made up
   */
  WrongCredential(String why, boolean guess) {
    super(why);
    this.guess = guess;
  }

  /** Whether it may be one that someone has made up, rather than one that was valid before. */
  public boolean isGuess() {
    return guess;
  }
}
