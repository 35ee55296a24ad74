package org.streamchat.limits.control;

import io.github.bucket4j.ConsumptionProbe;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.streamchat.limits.entity.RateLimit;

/**
 * How often users send, counted on all nodes together: a bucket for each, filled anew every minute.
 */
final class SendRate {
  private static final String POLICY = "sends";

  private final int most;
  private final Buckets buckets;

  /**
   * @param most sends a minute, at least 1
   */
  SendRate(LimitStore store, int most) {
    this.most = most;
    this.buckets = new Buckets(store, POLICY, most);
  }

  /**
   * What came of a try.
   *
   * @param taken false when the user has sent too often
   * @param waitSeconds when it may be tried again; 0 when it was taken
   */
  record Take(boolean taken, long waitSeconds, RateLimit limit) {}

  /** Counts one send; empty when nobody can count. */
  Optional<Take> take(String user) {
    return buckets
        .ask(user, bucket -> bucket.tryConsumeAndReturnRemaining(1))
        .map(
            probe ->
                new Take(
                    probe.isConsumed(), seconds(probe.getNanosToWaitForRefill()), limit(probe)));
  }

  /** Takes back what has been counted. */
  void giveBack(String user) {
    buckets.ask(
        user,
        bucket -> {
          bucket.addTokens(1);
          return user;
        });
  }

  private RateLimit limit(ConsumptionProbe probe) {
    return new RateLimit(
        POLICY,
        most,
        Buckets.WINDOW.toSeconds(),
        probe.getRemainingTokens(),
        seconds(probe.getNanosToWaitForReset()));
  }

  private static long seconds(long nanos) {
    return TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1);
  }
}
