package org.streamchat.platform.control;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where Redis is, for all that keep something there.
 *
 * @param address of one server, of a set of sentinels or of a cluster
 * @param prefix what every key begins with
 */
public record RedisSettings(URI address, String prefix) {
  private static final String URL = "REDIS_URL";
  private static final String LOCAL = "redis://localhost:6379";

  public static RedisSettings of(Environment environment) {
    return new RedisSettings(
        address(environment.text(URL, LOCAL)), environment.text("streamchat.redis.prefix", "sc:"));
  }

  /** The value is not shown when it is wrong: it may hold a password. */
  private static URI address(String value) {
    try {
      URI address = new URI(value);
      RedisAddress.of(address);
      return address;
    } catch (URISyntaxException | IllegalArgumentException malformed) {
      throw new SettingException(URL, RedisAddress.TAKES);
    }
  }
}
