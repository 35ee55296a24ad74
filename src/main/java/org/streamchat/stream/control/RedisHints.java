package org.streamchat.stream.control;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Hears the hints for this node, on a connection and a thread of its own, for as long as it is not
 * closed.
 */
final class RedisHints implements AutoCloseable {
  private static final long PAUSE_NANOS = 1_000_000_000L;

  private final UnifiedJedis redis;
  private final String channel;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile JedisPubSub subscription;

  RedisHints(UnifiedJedis redis, String channel) {
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
        redis.subscribe(subscription, channel);
      } catch (JedisException away) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static JedisPubSub subscription(Consumer<String> listener) {
    return new JedisPubSub() {
      @Override
      public void onMessage(String channel, String stream) {
        listener.accept(stream);
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
