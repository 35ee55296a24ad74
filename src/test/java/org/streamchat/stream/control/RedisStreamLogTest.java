package org.streamchat.stream.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streamchat.launch.EmbeddedRedis;
import org.streamchat.platform.control.RedisClients;
import org.streamchat.stream.control.StreamLog.Append;
import org.streamchat.stream.control.StreamLog.Position;
import org.streamchat.stream.control.StreamLog.Verdict;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;

class RedisStreamLogTest extends StreamLogContract {
  private static final long FOREVER = -1;
  private static final Map<String, RedisStreamLog> NODES = new HashMap<>();
  private static final Map<String, Queue<String>> HINTS = new HashMap<>();

  @TempDir private static Path home;
  private static EmbeddedRedis redis;
  private static UnifiedJedis client;

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start(home);
    client = RedisClients.connect(URI.create(redis.url()));
    for (String name : List.of(A, B, "another")) {
      RedisStreamLog node = new RedisStreamLog(TestSettings.redis(redis.url()), name);
      NODES.put(name, node);
      HINTS.put(name, hintsOf(node));
    }
  }

  @AfterAll
  static void stop() {
    NODES.values().forEach(RedisStreamLog::close);
    client.close();
    redis.close();
  }

  @Override
  StreamLog node(String name) {
    return NODES.get(name);
  }

  @Override
  void expireLease(String stream) {
    client.del(key("lease"));
  }

  @Override
  void trim(String stream, int lost) {
    client.xtrim(key("log"), client.xlen(key("log")) - lost, false);
  }

  @Override
  Queue<String> hints(String node) {
    return HINTS.get(node);
  }

  private String key(String kind) {
    return "sc:{" + stream + "}:" + kind;
  }

  private void assertMortal(long seconds) {
    assertThat(client.keys("sc:{" + stream + "}:*"))
        .isNotEmpty()
        .allSatisfy(
            key -> assertThat(client.ttl(key)).isNotEqualTo(FOREVER).isLessThanOrEqualTo(seconds));
  }

  private static long lifetime() {
    return TestSettings.RETENTION.plus(TestSettings.MAX_DURATION).toSeconds();
  }

  @Test
  void givesEveryKeyALifetimeFromItsFirstMomentOn() {
    begin(1);
    assertMortal(lifetime());
    append(more(1, texts(2, 3)));
    node(B).watch(stream);
    log().requestStop(stream);
    renew(1);
    assertMortal(lifetime());
    takeOver();
    log().attempts(stream, 1);
    assertMortal(lifetime());
    append(more(2, List.of(end(4))));
    assertMortal(TestSettings.RETENTION.toSeconds());
    assertThat(client.keys("sc:{" + stream + "}:*"))
        .containsExactlyInAnyOrder(key("log"), key("meta"));
  }

  @Test
  void givesALifetimeToWhatAClaimMakesOfALostLog() {
    log().claim(stream, 1);
    assertMortal(lifetime());
    client.del(key("meta"));
    log().attempts(stream, 1);
    assertMortal(lifetime());
  }

  @Test
  void keepsNothingForeverOfAThousandAnswers() {
    for (int i = 0; i < 1_000; i++) {
      String id = UUID.randomUUID().toString();
      log().append(List.of(new Append(id, 1, true, texts(1, 2))));
      log().append(List.of(new Append(id, 1, false, List.of(end(3)))));
    }
    assertThat(client.keys("sc:*"))
        .allSatisfy(key -> assertThat(client.ttl(key)).isNotEqualTo(FOREVER));
  }

  @Test
  void survivesThatScriptsAreForgotten() {
    begin(3);
    client.scriptFlush(key("log"));
    assertThat(append(more(1, texts(4, 4)))).isEqualTo(Verdict.KEPT);
    client.scriptFlush(key("log"));
    assertThat(renew(1)).isEqualTo(Verdict.KEPT);
    client.scriptFlush(key("log"));
    assertThat(log().claim(stream, 1)).isEmpty();
    assertThat(all()).isEqualTo(texts(1, 4));
  }

  @Test
  void knowsThatItWasFlushed() {
    begin(3);
    client.flushAll();
    assertThat(append(more(1, texts(4, 4)))).isEqualTo(Verdict.LOST);
    assertThat(renew(1)).isEqualTo(Verdict.LOST);
  }

  @Test
  void leavesNoHoleWhenTheEntriesAloneWereEvicted() {
    begin(3);
    client.del(key("log"));
    assertThat(append(more(1, texts(4, 4)))).isEqualTo(Verdict.LOST);
    expireLease(stream);
    assertThat(log().claim(stream, 1).orElseThrow().intact()).isFalse();
  }

  @Test
  void readsUpToWhatItCannotReadAndOtherLogsToTheirEnd() {
    begin(3);
    client.xadd(key("log"), new StreamEntryID(4, 0), Map.of("?later", "of another version"));
    client.xadd(key("log"), new StreamEntryID(5, 0), Map.of("tmessage", "text 5"));
    String other = UUID.randomUUID().toString();
    log().append(List.of(new Append(other, 1, true, texts(1, 2))));
    assertThat(log().read(List.of(new Position(stream, 0), new Position(other, 0)), 10))
        .containsExactly(texts(1, 3), texts(1, 2));
    assertThat(log().read(stream, 3, 10)).isEmpty();
  }

  @Test
  void hearsHintsAgainAfterItsConnectionWasCut() {
    begin(1);
    client.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "pubsub");
    await()
        .untilAsserted(
            () -> {
              node(B).requestStop(stream);
              assertThat(hints(A)).contains(stream);
            });
  }
}
