package org.streamchat.bench;

import java.util.Arrays;

/** Times in nanoseconds. */
final class Samples {
  private long[] nanos = new long[1024];
  private int count;

  void add(long sample) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = sample;
  }

  int count() {
    return count;
  }

  /** In milliseconds; 0 when there are none. */
  double percentile(double share) {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[(int) ((count - 1) * share)] / 1e6;
  }
}
