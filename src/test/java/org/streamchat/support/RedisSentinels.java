package org.streamchat.support;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.streamchat.launch.EmbeddedRedis;
import org.streamchat.launch.Ports;
import redis.clients.jedis.Jedis;

/** A real Redis with a replica, and three sentinels that watch over them. */
public final class RedisSentinels implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final String MASTER = "streamchat";
  private static final int SENTINELS = 3;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final List<EmbeddedRedis> servers = new ArrayList<>();
  private final List<EmbeddedRedis> sentinels = new ArrayList<>();

  private RedisSentinels() {}

  /** Starts them, empty, under this folder. */
  public static RedisSentinels start(Path home) {
    RedisSentinels all = new RedisSentinels();
    try {
      all.begin(home);
    } catch (RuntimeException failure) {
      all.close();
      throw failure;
    }
    return all;
  }

  private void begin(Path home) {
    Path first = home.resolve("first");
    Path second = home.resolve("second");
    EmbeddedRedis.clear(first);
    EmbeddedRedis.clear(second);
    servers.add(EmbeddedRedis.start(first));
    String port = String.valueOf(servers.get(0).port());
    servers.add(EmbeddedRedis.start(second, Ports.free(), "--replicaof", HOST, port));
    await().atMost(LONGEST).until(this::isReplicated);
    for (int i = 0; i < SENTINELS; i++) {
      Path folder = home.resolve("sentinel-" + i);
      EmbeddedRedis.clear(folder);
      sentinels.add(
          EmbeddedRedis.startSentinel(
              folder,
              Ports.free(),
              """
              dir %s
              sentinel monitor %s %s %s 2
              sentinel down-after-milliseconds %2$s 2000
              sentinel failover-timeout %2$s 5000
              """
                  .formatted(folder.toAbsolutePath(), MASTER, HOST, port)));
    }
    await()
        .atMost(LONGEST)
        .until(
            () ->
                sentinels.stream()
                    .map(RedisSentinels::known)
                    .allMatch(
                        known ->
                            known.get("num-slaves").equals("1")
                                && known.get("num-other-sentinels").equals("2")));
  }

  private boolean isReplicated() {
    return replication(servers.get(1)).contains("master_link_status:up");
  }

  private static Map<String, String> known(EmbeddedRedis sentinel) {
    try (Jedis asked = new Jedis(HOST, sentinel.port())) {
      return asked.sentinelMaster(MASTER);
    }
  }

  /** The value for {@code REDIS_URL}. */
  public String url() {
    return "redis+sentinel://"
        + sentinels.stream()
            .map(sentinel -> HOST + ":" + sentinel.port())
            .collect(Collectors.joining(","))
        + "/"
        + MASTER;
  }

  /**
   * Kills the master, once the servers and the sentinels agree who that is: on a busy machine they
   * may just be changing it of their own accord.
   */
  public void killMaster() {
    await()
        .atMost(LONGEST)
        .until(() -> servers.stream().filter(this::isMaster).findFirst(), Optional::isPresent)
        .orElseThrow()
        .kill();
  }

  private boolean isMaster(EmbeddedRedis server) {
    String port = String.valueOf(server.port());
    return servers.stream()
            .allMatch(each -> replication(each).contains("role:master") == (each == server))
        && sentinels.stream().allMatch(sentinel -> known(sentinel).get("port").equals(port));
  }

  private static String replication(EmbeddedRedis server) {
    try (Jedis asked = new Jedis(HOST, server.port())) {
      return asked.info("replication");
    }
  }

  /** Whether a server that lives has this key. */
  public boolean holds(String key) {
    return RedisServers.hold(servers, key);
  }

  @Override
  public void close() {
    sentinels.forEach(EmbeddedRedis::close);
    servers.forEach(EmbeddedRedis::close);
  }
}
