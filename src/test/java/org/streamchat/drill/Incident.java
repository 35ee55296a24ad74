package org.streamchat.drill;

/** One fault that happened: from when, and until when nothing could be expected to go on. */
final class Incident {
  private final Fault fault;
  private final long began = System.nanoTime();
  private volatile long mended;
  private volatile long over;

  Incident(Fault fault) {
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }

  /** From now on answers are to go on, though what failed may still be away. */
  void mended() {
    mended = System.nanoTime();
  }

  /** All is as it was before. */
  void over() {
    over = System.nanoTime();
    if (mended == 0) {
      mended = over;
    }
  }

  long began() {
    return began;
  }

  /** When answers could go on; this moment while they cannot. */
  long mendedAt() {
    return mended == 0 ? System.nanoTime() : mended;
  }

  /** Whether it was going on at some time between the two. */
  boolean touches(long from, long to) {
    return began <= to && (over == 0 || over >= from);
  }
}
