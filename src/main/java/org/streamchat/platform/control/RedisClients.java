package org.streamchat.platform.control;

import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;

/** Makes the client for a Redis address, with every wait bounded. */
public final class RedisClients {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int SILENCE_MILLIS = 30_000;
  private static final int CONNECTIONS = 16;
  private static final int ATTEMPTS = 3;

  /** A pipeline does not learn by itself that a slot has moved. */
  private static final Duration REFRESH = Duration.ofSeconds(1);

  private RedisClients() {}

  /**
   * @param address as {@link RedisSettings} takes it
   * @throws redis.clients.jedis.exceptions.JedisException when neither a sentinel nor a node of the
   *     cluster answers; a single server is not asked before it is used
   */
  public static UnifiedJedis connect(URI address) {
    RedisAddress redis = RedisAddress.of(address);
    DefaultJedisClientConfig config =
        config(redis).user(redis.user()).password(redis.password()).build();
    return switch (redis.kind()) {
      case SINGLE ->
          RedisClient.builder()
              .hostAndPort(redis.hosts().iterator().next())
              .clientConfig(config)
              .poolConfig(pool())
              .build();
      case SENTINEL ->
          RedisSentinelClient.builder()
              .masterName(redis.master())
              .sentinels(redis.hosts())
              .sentinelClientConfig(
                  config(redis)
                      .autoNegotiateProtocol(false)
                      .database(0)
                      .user(redis.sentinelUser())
                      .password(redis.sentinelPassword())
                      .build())
              .clientConfig(config)
              .poolConfig(pool())
              .build();
      case CLUSTER ->
          RedisClusterClient.builder()
              .nodes(redis.hosts())
              .clientConfig(config)
              .poolConfig(pool())
              .maxAttempts(ATTEMPTS)
              .maxTotalRetriesDuration(Duration.ofMillis(TIMEOUT_MILLIS))
              .topologyRefreshPeriod(REFRESH)
              .build();
    };
  }

  private static DefaultJedisClientConfig.Builder config(RedisAddress redis) {
    return DefaultJedisClientConfig.builder()
        .connectionTimeoutMillis(TIMEOUT_MILLIS)
        .socketTimeoutMillis(TIMEOUT_MILLIS)
        .blockingSocketTimeoutMillis(SILENCE_MILLIS)
        .database(redis.database())
        .ssl(redis.tls());
  }

  private static ConnectionPoolConfig pool() {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(CONNECTIONS);
    pool.setMaxIdle(CONNECTIONS);
    pool.setMaxWait(Duration.ofMillis(TIMEOUT_MILLIS));
    return pool;
  }
}
