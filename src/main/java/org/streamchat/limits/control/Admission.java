package org.streamchat.limits.control;

/**
 * Leave to begin one answer. Unless it has been used when it is closed, it counts as if it had
 * never been asked for.
 */
public final class Admission implements AutoCloseable {
  private final Runnable release;
  private final Runnable giveBack;
  private boolean used;

  Admission(Runnable release, Runnable giveBack) {
    this.release = release;
    this.giveBack = giveBack;
  }

  /** An answer has been begun and stored. */
  public void use() {
    used = true;
  }

  @Override
  public void close() {
    release.run();
    if (!used) {
      giveBack.run();
    }
  }
}
