package org.streamchat.limits.control;

import java.util.Optional;
import java.util.function.Function;
import org.streamchat.platform.control.QuickRedis;
import org.streamchat.platform.control.RedisSettings;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.UnifiedJedis;

/** Where is counted what all nodes count together. */
public class LimitStore implements AutoCloseable {
  private final QuickRedis redis;
  private final String prefix;

  protected LimitStore() {
    this.redis = null;
    this.prefix = null;
  }

  public LimitStore(RedisSettings settings) {
    this.redis = new QuickRedis(settings.address(), "Limits cannot be counted");
    this.prefix = settings.prefix() + "limits:";
  }

  /**
   * Empty when the store does not answer; it is not known then whether the call was carried out.
   */
  <T> Optional<T> ask(Function<UnifiedJedis, T> call) {
    return redis.ask(call);
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
