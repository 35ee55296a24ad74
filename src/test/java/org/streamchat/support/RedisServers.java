package org.streamchat.support;

import java.util.List;
import org.streamchat.launch.EmbeddedRedis;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Several servers, of which some may be dead. */
final class RedisServers {
  private static final String HOST = "127.0.0.1";

  private RedisServers() {}

  /** Whether one that lives has this key. */
  static boolean hold(List<EmbeddedRedis> servers, String key) {
    return servers.stream().anyMatch(server -> holds(server, key));
  }

  private static boolean holds(EmbeddedRedis server, String key) {
    try (Jedis asked = new Jedis(HOST, server.port())) {
      return asked.exists(key);
    } catch (JedisException deadOrNotItsOwn) {
      return false;
    }
  }
}
