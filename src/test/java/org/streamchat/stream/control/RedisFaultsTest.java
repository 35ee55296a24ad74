package org.streamchat.stream.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.streamchat.launch.EmbeddedRedis;
import org.streamchat.platform.control.RedisClients;
import org.streamchat.stream.control.StreamLog.Append;
import org.streamchat.stream.control.StreamLog.Claim;
import org.streamchat.stream.control.StreamLog.Lease;
import org.streamchat.stream.control.StreamLog.Note;
import org.streamchat.stream.control.StreamLog.Verdict;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;

@Timeout(60)
class RedisFaultsTest {
  private static final String STREAM = "generation";

  @TempDir private Path home;
  private EmbeddedRedis redis;
  private RedisStreamLog log;

  @BeforeEach
  void start() {
    redis = EmbeddedRedis.start(home);
    log = new RedisStreamLog(TestSettings.redis(redis.url()), "node");
    assertThat(append(true, 1, 3)).isEqualTo(Verdict.KEPT);
  }

  @AfterEach
  void stop() {
    log.close();
    redis.close();
  }

  private Verdict append(boolean fresh, long from, long to) {
    return log.append(List.of(new Append(STREAM, 1, fresh, StreamLogContract.texts(from, to))))
        .get(0);
  }

  private Verdict renew() {
    return log.renew(List.of(new Lease(STREAM, 1))).get(0);
  }

  @Test
  void saysThatNobodyAnswersWhileItIsDown() {
    redis.kill();
    Stream.<ThrowingCallable>of(
            () -> append(false, 4, 4),
            () -> log.renew(List.of(new Lease(STREAM, 1))),
            () -> log.release(List.of(new Lease(STREAM, 1))),
            () -> log.probe(List.of(STREAM)),
            () -> log.orphans(List.of(STREAM)),
            () -> log.claim(STREAM, 1),
            () -> log.attempts(STREAM, 1),
            () -> log.note(List.of(new Note(STREAM, 1, "note"))),
            () -> log.noted(STREAM),
            () -> log.read(STREAM, 0, 10),
            () -> log.lastSeq(STREAM),
            () -> log.requestStop(STREAM),
            () -> log.watch(STREAM),
            () -> log.delete(STREAM))
        .forEach(call -> assertThatThrownBy(call).isInstanceOf(LogUnavailableException.class));
    redis.start();
    await().ignoreException(LogUnavailableException.class).until(() -> log.lastSeq(STREAM) > 0);
  }

  @Test
  void isNotMisledByTheConnectionsThatARestartLeavesBehind() throws Exception {
    int connections = 4;
    CyclicBarrier together = new CyclicBarrier(connections);
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    List<Future<Long>> replies =
        threads.invokeAll(
            Collections.nCopies(
                connections,
                () -> {
                  together.await();
                  return log.lastSeq(STREAM);
                }));
    threads.shutdown();
    assertThat(replies).allSatisfy(reply -> assertThat(reply.get()).isEqualTo(3));
    redis.stop();
    redis.start();
    try (UnifiedJedis client = RedisClients.connect(URI.create(redis.url()))) {
      await().ignoreExceptions().until(() -> client.ping().equals("PONG"));
    }
    assertThat(log.lastSeq(STREAM)).isEqualTo(3);
    log.probe(List.of(STREAM));
  }

  @Test
  void isAwayForWhoeverWritesWhenItTakesNothing() {
    try (UnifiedJedis client = RedisClients.connect(URI.create(redis.url()))) {
      client.configSet("min-replicas-to-write", "1");
      assertThat(log.orphans(List.of(STREAM))).isEmpty();
      assertThatThrownBy(() -> append(false, 4, 4)).isInstanceOf(LogUnavailableException.class);
      assertThatThrownBy(() -> log.probe(List.of("other", STREAM)))
          .isInstanceOf(LogUnavailableException.class);
      client.configSet("min-replicas-to-write", "0");
    }
    log.probe(List.of("other", STREAM));
    assertThat(append(false, 4, 4)).isEqualTo(Verdict.KEPT);
  }

  @Test
  void saysThatNobodyAnswersWhileItHangs() {
    try (UnifiedJedis client = RedisClients.connect(URI.create(redis.url()))) {
      client.sendCommand(Protocol.Command.CLIENT, "PAUSE", "4000");
    }
    assertThatThrownBy(() -> append(false, 4, 4)).isInstanceOf(LogUnavailableException.class);
    await()
        .ignoreException(LogUnavailableException.class)
        .until(() -> append(false, 4, 4) == Verdict.KEPT);
    assertThat(log.read(STREAM, 0, 10)).isEqualTo(StreamLogContract.texts(1, 4));
  }

  @Test
  void doesNotVouchForWhatItHasAfterARestart() {
    assertThat(renew()).isEqualTo(Verdict.KEPT);
    log.release(List.of(new Lease(STREAM, 1)));
    redis.stop();
    redis.start();
    await()
        .ignoreException(LogUnavailableException.class)
        .until(() -> !log.orphans(List.of(STREAM)).isEmpty());
    await().ignoreException(LogUnavailableException.class).until(() -> renew() == Verdict.LOST);
    assertThat(log.read(STREAM, 0, 10)).isEqualTo(StreamLogContract.texts(1, 3));
    assertThat(log.claim(STREAM, 1)).contains(new Claim(2, 3, false, false));
  }
}
