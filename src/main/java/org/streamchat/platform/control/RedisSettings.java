package org.streamchat.platform.control;

import java.net.URI;

/**
 * Where Redis is, for all that keep something there.
 *
 * @param prefix what every key begins with
 */
public record RedisSettings(URI address, String prefix) {
  private static final URI LOCAL = URI.create("redis://localhost:6379");

  public static RedisSettings of(Environment environment) {
    return new RedisSettings(
        environment.uri("REDIS_URL", "redis", "rediss").orElse(LOCAL),
        environment.text("streamchat.redis.prefix", "sc:"));
  }
}
