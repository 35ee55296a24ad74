package org.streamchat.platform.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Redis for what the caller can do without. A Redis that does not answer costs one caller its
 * time-out; who comes in the next seconds learns at once that it is away.
 */
public final class QuickRedis implements AutoCloseable {
  private static final Logger LOG = System.getLogger(QuickRedis.class.getName());
  private static final long AWAY_NANOS = Duration.ofSeconds(2).toNanos();

  private final RedisAccess redis;
  private final String missed;
  private final AtomicLong awayUntil = new AtomicLong(System.nanoTime());

  /**
   * @param missed what the log says cannot be done while Redis is away
   */
  public QuickRedis(URI address, String missed) {
    this.redis = new RedisAccess(address);
    this.missed = missed;
  }

  /** Empty when Redis does not answer; it is not known then whether the call was carried out. */
  public <T> Optional<T> ask(Function<UnifiedJedis, T> call) {
    if (System.nanoTime() - awayUntil.get() < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(RedisAccess.repeating(() -> call.apply(redis.client())));
    } catch (JedisException | IllegalStateException | ConcurrentModificationException away) {
      awayUntil.set(System.nanoTime() + AWAY_NANOS);
      LOG.log(Level.WARNING, "{0} at the moment: {1}", missed, away.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  /** Commands that share a round trip; to be used within {@link #ask}. */
  public AbstractPipeline pipelined() {
    return redis.pipelined();
  }

  @Override
  public void close() {
    redis.close();
  }
}
