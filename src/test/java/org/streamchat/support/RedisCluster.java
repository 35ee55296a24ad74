package org.streamchat.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.streamchat.launch.EmbeddedRedis;
import org.streamchat.launch.Ports;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A real Redis Cluster: three masters, and a replica for each that takes its place. */
public final class RedisCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int SLOTS = 16_384;
  private static final int MASTERS = 3;

  /** The nodes talk to each other on the port that is this much higher. */
  private static final int BUS = 10_000;

  private static final int HIGHEST_PORT = 65_535;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final List<EmbeddedRedis> servers = new ArrayList<>();

  private RedisCluster() {}

  /** Starts one, empty, under this folder. */
  public static RedisCluster start(Path home) {
    RedisCluster cluster = new RedisCluster();
    try {
      for (int i = 0; i < 2 * MASTERS; i++) {
        Path folder = home.resolve("node-" + i);
        EmbeddedRedis.clear(folder);
        cluster.servers.add(
            EmbeddedRedis.start(
                folder,
                port(),
                "--cluster-enabled",
                "yes",
                "--cluster-node-timeout",
                "1500",
                "--cluster-replica-validity-factor",
                "0"));
      }
      cluster.join();
    } catch (RuntimeException failure) {
      cluster.close();
      throw failure;
    }
    return cluster;
  }

  private static int port() {
    while (true) {
      int port = Ports.free();
      if (port + BUS <= HIGHEST_PORT) {
        try (ServerSocket bus = new ServerSocket(port + BUS)) {
          return bus.getLocalPort() - BUS;
        } catch (IOException taken) {
          // The next one, then.
        }
      }
    }
  }

  private void join() {
    for (int i = 0; i < servers.size(); i++) {
      int epoch = i + 1;
      ask(i, node -> node.clusterSetConfigEpoch(epoch));
      ask(i, node -> node.clusterMeet(HOST, servers.get(0).port()));
    }
    for (int i = 0; i < MASTERS; i++) {
      int[] slots = IntStream.range(SLOTS * i / MASTERS, SLOTS * (i + 1) / MASTERS).toArray();
      ask(i, node -> node.clusterAddSlots(slots));
    }
    awaitAll(0, node -> node.clusterNodes().lines().count() == servers.size());
    for (int i = 0; i < MASTERS; i++) {
      String master = ask(i, Jedis::clusterMyId);
      ask(i + MASTERS, node -> node.clusterReplicate(master));
    }
    awaitAll(0, node -> node.clusterInfo().contains("cluster_state:ok"));
    awaitAll(
        0, node -> node.clusterNodes().lines().filter(line -> line.contains("slave")).count() == 3);
    awaitAll(MASTERS, node -> node.info("replication").contains("master_link_status:up"));
  }

  private void awaitAll(int from, Function<Jedis, Boolean> condition) {
    await()
        .atMost(LONGEST)
        .until(() -> IntStream.range(from, servers.size()).allMatch(i -> ask(i, condition)));
  }

  private <T> T ask(int server, Function<Jedis, T> question) {
    return ask(servers.get(server), question);
  }

  private static <T> T ask(EmbeddedRedis server, Function<Jedis, T> question) {
    try (Jedis node = new Jedis(HOST, server.port())) {
      return question.apply(node);
    }
  }

  /** The value for {@code REDIS_URL}. */
  public String url() {
    return "redis+cluster://"
        + servers.stream()
            .limit(MASTERS)
            .map(server -> HOST + ":" + server.port())
            .collect(Collectors.joining(","));
  }

  /** Kills the master that holds this key at the moment. */
  public void killMasterOf(String key) {
    int slot = JedisClusterCRC16.getSlot(key);
    String master =
        ask(0, Jedis::clusterNodes)
            .lines()
            .filter(line -> line.contains("master") && !line.contains("fail") && holds(line, slot))
            .findFirst()
            .orElseThrow();
    servers.stream()
        .filter(server -> master.contains(HOST + ":" + server.port() + "@"))
        .findFirst()
        .orElseThrow()
        .kill();
  }

  /** A node's line ends with its ranges of slots. */
  private static boolean holds(String line, int slot) {
    return Arrays.stream(line.split(" "))
        .skip(8)
        .filter(range -> range.matches("\\d+(-\\d+)?"))
        .map(range -> range.split("-"))
        .anyMatch(
            range ->
                Integer.parseInt(range[0]) <= slot
                    && slot <= Integer.parseInt(range[range.length - 1]));
  }

  /** Whether a server that lives has this key. */
  public boolean holds(String key) {
    return RedisServers.hold(servers, key);
  }

  @Override
  public void close() {
    servers.forEach(EmbeddedRedis::close);
  }
}
