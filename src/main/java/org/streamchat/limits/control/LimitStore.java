package org.streamchat.limits.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.streamchat.platform.control.RedisAccess;
import org.streamchat.platform.control.RedisSettings;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Where is counted what all nodes count together. A Redis that does not answer costs one caller its
 * time-out; who comes in the next seconds learns at once that it is away.
 */
public class LimitStore implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LimitStore.class.getName());
  private static final int TRIES = 5;
  private static final long QUICK_NANOS = Duration.ofMillis(200).toNanos();
  private static final long AWAY_NANOS = Duration.ofSeconds(2).toNanos();

  private final RedisAccess redis;
  private final String prefix;
  private final AtomicLong awayUntil = new AtomicLong(System.nanoTime());

  protected LimitStore() {
    this.redis = null;
    this.prefix = null;
  }

  public LimitStore(RedisSettings settings) {
    this.redis = new RedisAccess(settings.address());
    this.prefix = settings.prefix() + "limits:";
  }

  /**
   * Empty when the store does not answer; it is not known then whether the call was carried out.
   */
  <T> Optional<T> ask(Function<UnifiedJedis, T> call) {
    if (System.nanoTime() - awayUntil.get() < 0) {
      return Optional.empty();
    }
    long began = System.nanoTime();
    for (int tries = 1; ; tries++) {
      try {
        return Optional.of(call.apply(redis.client()));
      } catch (JedisException | ConcurrentModificationException away) {
        // The latter from a pipeline of which a node has died.
        // A restarted Redis leaves dead connections in the pool, each of which fails at once.
        if (tries == TRIES || System.nanoTime() - began > QUICK_NANOS) {
          awayUntil.set(System.nanoTime() + AWAY_NANOS);
          LOG.log(
              Level.WARNING,
              "Limits cannot be counted at the moment: {0}",
              away.getClass().getSimpleName());
          return Optional.empty();
        }
      }
    }
  }

  /** Commands that share a round trip; to be used within {@link #ask}. */
  AbstractPipeline pipelined() {
    return redis.pipelined();
  }

  String key(String kind, String of) {
    return prefix + kind + ":" + of;
  }

  @Override
  public void close() {
    redis.close();
  }
}
