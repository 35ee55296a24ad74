package org.streamchat.stream.control;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.streamchat.platform.control.RedisClients;
import org.streamchat.support.RedisCluster;
import redis.clients.jedis.UnifiedJedis;

/** The same logs in a real cluster of three masters. */
@Timeout(180)
class RedisClusterTest extends StreamLogContract {
  private static final Map<String, RedisStreamLog> NODES = new HashMap<>();
  private static final Map<String, Queue<String>> HINTS = new HashMap<>();

  @TempDir private static Path home;
  private static RedisCluster cluster;
  private static UnifiedJedis client;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.start(home);
    client = RedisClients.connect(URI.create(cluster.url()));
    for (String name : List.of(A, B, "another")) {
      RedisStreamLog node = new RedisStreamLog(TestSettings.redis(cluster.url()), name);
      NODES.put(name, node);
      HINTS.put(name, hintsOf(node));
    }
  }

  @AfterAll
  static void stop() {
    NODES.values().forEach(RedisStreamLog::close);
    client.close();
    cluster.close();
  }

  @Override
  StreamLog node(String name) {
    return NODES.get(name);
  }

  @Override
  void expireLease(String stream) {
    client.del("sc:{" + stream + "}:lease");
  }

  @Override
  void trim(String stream, int lost) {
    String key = "sc:{" + stream + "}:log";
    client.xtrim(key, client.xlen(key) - lost, false);
  }

  @Override
  Queue<String> hints(String node) {
    return HINTS.get(node);
  }

  @Test
  void losesNothingWhenAReplicaTakesItsMastersPlace() {
    try (Failover failover = new Failover(cluster.url())) {
      failover.survives(() -> cluster.killMasterOf("sc:{" + failover.oneOfThem() + "}:log"));
    }
  }
}
