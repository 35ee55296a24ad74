package org.streamchat.support;

import java.nio.file.Path;
import java.util.Map;
import org.streamchat.launch.EmbeddedDatabase;
import org.streamchat.launch.EmbeddedRedis;
import redis.clients.jedis.RedisClient;

/**
 * The database and the Redis of this run's integration tests: empty at first, shared by all of
 * them.
 */
public final class Stores {
  private static final Path HOME = Path.of("target", "it", "stores");
  private static Stores shared;

  private final EmbeddedDatabase database;
  private final EmbeddedRedis redis;

  private Stores(EmbeddedDatabase database, EmbeddedRedis redis) {
    this.database = database;
    this.redis = redis;
  }

  /** Started on first use, stopped when the JVM ends. */
  public static synchronized Stores shared() {
    if (shared == null) {
      EmbeddedDatabase.clear(HOME.resolve("mariadb"));
      EmbeddedRedis.clear(HOME.resolve("redis"));
      EmbeddedDatabase database = EmbeddedDatabase.start(HOME.resolve("mariadb"));
      Runtime.getRuntime().addShutdownHook(new Thread(database::kill));
      EmbeddedRedis redis = EmbeddedRedis.start(HOME.resolve("redis"));
      Runtime.getRuntime().addShutdownHook(new Thread(redis::kill));
      shared = new Stores(database, redis);
    }
    return shared;
  }

  public EmbeddedDatabase database() {
    return database;
  }

  public EmbeddedRedis redis() {
    return redis;
  }

  /**
   * What a server needs to know to use them as if nobody else did: its answers are taken over by
   * servers that were given this same name only.
   */
  public Map<String, String> apart(String name) {
    return apart(name, database.port(), redis.port());
  }

  /** The same by way of these ports, which lead to the database and to the Redis. */
  public Map<String, String> apart(String name, int databasePort, int redisPort) {
    return Map.of(
        "DATABASE_URL",
        "jdbc:mysql://127.0.0.1:"
            + databasePort
            + "/streamchat_"
            + name
            + "?sslMode=DISABLED&createDatabaseIfNotExist=true",
        "REDIS_URL",
        "redis://127.0.0.1:" + redisPort,
        "STREAMCHAT_REDIS_PREFIX",
        "sc-" + name + ":");
  }

  /**
   * The log of this answer, which is not one of a server apart, loses all but its newest entries.
   */
  public void trimLog(String generation) {
    try (RedisClient client = RedisClient.create(redis.url())) {
      client.xtrim("sc:{" + generation + "}:log", 2, false);
    }
  }

  /** What a server needs to know to use them with all the others. */
  public Map<String, String> environment() {
    return Map.of(
        "DATABASE_URL",
        database.url(),
        "DATABASE_USER",
        EmbeddedDatabase.USER,
        "DATABASE_PASSWORD",
        EmbeddedDatabase.PASSWORD,
        "REDIS_URL",
        redis.url());
  }
}
