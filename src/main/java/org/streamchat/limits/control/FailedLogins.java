package org.streamchat.limits.control;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.serialization.Mapper;
import io.github.bucket4j.redis.jedis.Bucket4jJedis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.streamchat.identity.control.LoginAttempts;
import org.streamchat.limits.control.LimitSettings.Unavailable;
import org.streamchat.platform.control.Environment;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** Failed logins of an address: so many a minute, on all nodes together. */
@ApplicationScoped
public class FailedLogins implements LoginAttempts {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int DEFAULT = 30;
  private static final int MOST = 1_000_000;

  private final LimitStore store;
  private final boolean refusedWhenAway;
  private final int most;
  private final ProxyManager<String> buckets;
  private final BucketConfiguration configuration;

  protected FailedLogins() {
    this.store = null;
    this.refusedWhenAway = false;
    this.most = 0;
    this.buckets = null;
    this.configuration = null;
  }

  @Inject
  public FailedLogins(Environment environment, LimitSettings settings, LimitStore store) {
    this.store = store;
    this.refusedWhenAway = settings.whenUnavailable() == Unavailable.CLOSED;
    this.most = environment.integer("streamchat.limits.failed-logins-per-minute", DEFAULT, 0, MOST);
    this.buckets =
        Bucket4jJedis.casBasedBuilder(store.redis())
            .keyMapper(Mapper.STRING)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(WINDOW))
            .build();
    this.configuration =
        BucketConfiguration.builder()
            .addLimit(
                Bandwidth.builder()
                    .capacity(Math.max(1, most))
                    .refillIntervally(Math.max(1, most), WINDOW)
                    .build())
            .build();
  }

  @Override
  public void check(String address) {
    if (most == 0) {
      return;
    }
    Optional<Long> left = store.ask(redis -> bucket(address).getAvailableTokens());
    if (left.isEmpty() && refusedWhenAway) {
      throw new ProblemException(
              Problem.LOG_UNAVAILABLE, "Logins cannot be counted at the moment. Try again.")
          .retryAfterSeconds(2);
    }
    if (left.orElse(1L) <= 0) {
      throw new ProblemException(Problem.LIMIT_EXCEEDED, "Too many failed logins from this address")
          .retryAfterSeconds(WINDOW.toSeconds());
    }
  }

  @Override
  public void failed(String address) {
    if (most > 0) {
      store.ask(redis -> bucket(address).tryConsume(1));
    }
  }

  private BucketProxy bucket(String address) {
    return buckets.getProxy(store.key("failed-logins", address), () -> configuration);
  }
}
