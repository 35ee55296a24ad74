package org.streamchat.platform.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

  @Override
  public synchronized void close() {
    closed = true;
    carriers.shutdown();
    if (client != null) {
      client.close();
    }
  }
}
