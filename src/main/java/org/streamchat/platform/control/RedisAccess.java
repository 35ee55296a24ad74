package org.streamchat.platform.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One user's connections to Redis, opened when they are first needed: that neither a sentinel nor a
 * node of the cluster answers is no reason not to start.
 */
public final class RedisAccess implements AutoCloseable {
  private static final Logger LOG = System.getLogger(RedisAccess.class.getName());
  private static final int TRIES = 5;
  private static final long QUICK_NANOS = Duration.ofMillis(200).toNanos();
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final URI address;
  private final ExecutorService carriers =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "redis-pipeline");
            thread.setDaemon(true);
            // A node that died is missed by its replies; that its connection is gone too is no
            // news.
            thread.setUncaughtExceptionHandler(
                (carrier, gone) -> LOG.log(Level.DEBUG, "A node does not answer", gone));
            return thread;
          });
  private volatile UnifiedJedis client;
  private JedisException failure;
  private long failedAt;
  private boolean closed;

  public RedisAccess(URI address) {
    this.address = address;
  }

  /**
   * @throws JedisException when nobody answers, within a few seconds, and at once for a second
   *     after that
   */
  public UnifiedJedis client() {
    UnifiedJedis open = client;
    return open == null ? open() : open;
  }

  private synchronized UnifiedJedis open() {
    if (closed) {
      throw new JedisConnectionException("closed");
    }
    if (client == null) {
      if (failure != null && System.nanoTime() - failedAt < PAUSE_NANOS) {
        throw failure;
      }
      try {
        client = RedisClients.connect(address);
      } catch (JedisException away) {
        failure = away;
        failedAt = System.nanoTime();
        throw away;
      }
    }
    return client;
  }

  /** Commands that share round trips; in a cluster one to each of its nodes, all at once. */
  public AbstractPipeline pipelined() {
    return client() instanceof RedisClusterClient cluster
        ? cluster.pipelined(carriers)
        : client().pipelined();
  }

  /**
   * Asks until there is an answer, a few times, and only while that fails at once: a restarted
   * Redis leaves dead connections in the pool, each of which fails so.
   *
   * @throws JedisException the last failure; or what a pipeline throws of which a node has died,
   *     IllegalStateException or ConcurrentModificationException
   */
  public static <T> T repeating(Supplier<T> question) {
    long began = System.nanoTime();
    for (int tries = 1; ; tries++) {
      try {
        return question.get();
      } catch (JedisConnectionException | ConcurrentModificationException dead) {
        if (tries == TRIES || System.nanoTime() - began > QUICK_NANOS) {
          throw dead;
        }
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    carriers.shutdown();
    if (client != null) {
      client.close();
    }
  }
}
