package org.streamchat.limits.control;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.serialization.Mapper;
import io.github.bucket4j.redis.jedis.Bucket4jJedis;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import redis.clients.jedis.UnifiedJedis;

/** One kind of thing that may happen so often a minute, on all nodes together. */
final class Buckets {
  static final Duration WINDOW = Duration.ofMinutes(1);

  private final LimitStore store;
  private final String kind;
  private final BucketConfiguration configuration;
  private volatile ProxyManager<String> buckets;

  /**
   * @param most at least 1
   */
  Buckets(LimitStore store, String kind, int most) {
    this.store = store;
    this.kind = kind;
    this.configuration =
        BucketConfiguration.builder()
            .addLimit(Bandwidth.builder().capacity(most).refillIntervally(most, WINDOW).build())
            .build();
  }

  /** Empty when nobody can count. */
  <T> Optional<T> ask(String of, Function<BucketProxy, T> call) {
    return store.ask(
        redis -> call.apply(known(redis).getProxy(store.key(kind, of), () -> configuration)));
  }

  private ProxyManager<String> known(UnifiedJedis redis) {
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
}
