package org.streamchat.stream.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.streamchat.platform.control.RedisAccess;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Hears the hints for this node, on a connection and a thread of its own, for as long as it is not
 * closed. A connection that has been silent for long may be dead without anyone having told: it is
 * replaced.
 */
final class RedisHints implements AutoCloseable {
  private static final Logger LOG = System.getLogger(RedisHints.class.getName());
  private static final long PAUSE_NANOS = 1_000_000_000L;

  private final RedisAccess redis;
  private final String channel;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile JedisPubSub subscription;

  RedisHints(RedisAccess redis, String channel) {
    this.redis = redis;
    this.channel = channel;
  }

  void start(Consumer<String> listener, ThreadFactory threads) {
    threads.newThread(() -> listen(listener)).start();
  }

  private void listen(Consumer<String> listener) {
    while (!closed.get()) {
      subscription = subscription(listener);
      try {
        redis.client().subscribe(subscription, channel);
      } catch (RuntimeException failure) {
        if (!closed.get() && !isSilence(failure)) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  private static boolean isSilence(RuntimeException failure) {
    return failure.getCause() instanceof SocketTimeoutException;
  }

  private static JedisPubSub subscription(Consumer<String> listener) {
    return new JedisPubSub() {
      @Override
      public void onMessage(String channel, String stream) {
        try {
          listener.accept(stream);
        } catch (RuntimeException bug) {
          // Thrown on, it would leave a connection in the pool that is still subscribed.
          LOG.log(Level.ERROR, "A hint could not be followed", bug);
        }
      }
    };
  }

  @Override
  public void close() {
    closed.set(true);
    JedisPubSub current = subscription;
    if (current != null && current.isSubscribed()) {
      try {
        current.unsubscribe();
      } catch (JedisException gone) {
        // The connection is closed with the client.
      }
    }
  }
}
