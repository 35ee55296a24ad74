package org.streamchat.stream.control;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Lets texts gather while this node has much to do: of a text that flows quickly, what has come
 * waits a moment for what comes next, so that both take one append and one frame. A node with
 * little to do lets nothing wait, and no node a text's beginning, or anything that is not text.
 *
 * <p>Not thread-safe.
 */
final class Gathering {
  /** How many writers have something new in a second when there is much to do; half ends it. */
  static final int MUCH = 2_000;

  private static final double MEMORY_NANOS = Duration.ofMillis(500).toNanos();

  private record Held(StreamWriter writer, long dueNanos) {}

  private final long mostNanos;
  private final long slackNanos;
  private final Deque<Held> held = new ArrayDeque<>();
  private double perSecond;
  private boolean much;
  private long lastNanos;

  /**
   * @param mostNanos how long a text may wait; 0 for not at all
   * @param slackNanos how much earlier it may go, rather than with the next trip
   */
  Gathering(long mostNanos, long slackNanos, long nowNanos) {
    this.mostNanos = mostNanos;
    this.slackNanos = slackNanos;
    this.lastNanos = nowNanos;
  }

  /** How long there is nothing to do unless something new comes; at most {@code most}. */
  long idleNanos(long nowNanos, long most) {
    Held first = held.peek();
    return first == null ? most : Math.min(most, first.dueNanos() - slackNanos - nowNanos);
  }

  /** Keeps those that may gather some more, and adds those that have done so for long enough. */
  void sift(List<StreamWriter> writers, long nowNanos) {
    note(writers.size(), nowNanos);
    if (much && mostNanos > 0) {
      for (Iterator<StreamWriter> each = writers.iterator(); each.hasNext(); ) {
        StreamWriter writer = each.next();
        if (writer.isFlowing(mostNanos)) {
          held.add(new Held(writer, nowNanos + mostNanos));
          each.remove();
        }
      }
    }
    while (!held.isEmpty() && held.peek().dueNanos() - slackNanos <= nowNanos) {
      writers.add(held.remove().writer());
    }
  }

  private void note(int writers, long nowNanos) {
    long passed = Math.max(1, nowNanos - lastNanos);
    lastNanos = nowNanos;
    double share = Math.min(1, passed / MEMORY_NANOS);
    perSecond += share * (writers * 1e9 / passed - perSecond);
    much = perSecond > (much ? MUCH / 2 : MUCH);
  }
}
