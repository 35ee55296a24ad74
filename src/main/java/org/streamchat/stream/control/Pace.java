package org.streamchat.stream.control;

/** How quickly the pieces of a text follow each other. Not thread-safe. */
final class Pace {
  private static final int SMOOTHING = 8;

  private boolean begun;
  private long lastNanos;
  private long gapNanos = Long.MAX_VALUE;

  void piece(long nowNanos) {
    if (begun) {
      long gap = nowNanos - lastNanos;
      gapNanos = gapNanos == Long.MAX_VALUE ? gap : gapNanos + (gap - gapNanos) / SMOOTHING;
    }
    begun = true;
    lastNanos = nowNanos;
  }

  /** Whether the next piece is likely to come within this time; unknown until the second one. */
  boolean isWithin(long nanos) {
    return gapNanos < nanos;
  }
}
