package org.streamchat.limits.control;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.serialization.Mapper;
import io.github.bucket4j.redis.jedis.Bucket4jJedis;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.streamchat.limits.entity.RateLimit;
import redis.clients.jedis.UnifiedJedis;

/**
 * How often users send, counted on all nodes together: a bucket for each, filled anew every minute.
 */
final class SendRate {
  private static final String POLICY = "sends";
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final LimitStore store;
  private final int most;
  private final BucketConfiguration configuration;
  private volatile ProxyManager<String> buckets;

  /**
   * @param most sends a minute, at least 1
   */
  SendRate(LimitStore store, int most) {
    this.store = store;
    this.most = most;
    this.configuration =
        BucketConfiguration.builder()
            .addLimit(Bandwidth.builder().capacity(most).refillIntervally(most, WINDOW).build())
            .build();
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
    return store
        .ask(redis -> bucket(redis, user).tryConsumeAndReturnRemaining(1))
        .map(
            probe ->
                new Take(
                    probe.isConsumed(), seconds(probe.getNanosToWaitForRefill()), limit(probe)));
  }

  /** Takes back what has been counted. */
  void giveBack(String user) {
    store.ask(
        redis -> {
          bucket(redis, user).addTokens(1);
          return user;
        });
  }

  private BucketProxy bucket(UnifiedJedis redis, String user) {
    return buckets(redis).getProxy(store.key("sends", user), () -> configuration);
  }

  private ProxyManager<String> buckets(UnifiedJedis redis) {
    ProxyManager<String> known = buckets;
    if (known == null) {
      known =
          Bucket4jJedis.casBasedBuilder(redis)
              .keyMapper(Mapper.STRING)
              .expirationAfterWrite(
                  ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(WINDOW))
              .build();
      buckets = known;
    }
    return known;
  }

  private RateLimit limit(ConsumptionProbe probe) {
    return new RateLimit(
        POLICY,
        most,
        WINDOW.toSeconds(),
        probe.getRemainingTokens(),
        seconds(probe.getNanosToWaitForReset()));
  }

  private static long seconds(long nanos) {
    return TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1);
  }
}
