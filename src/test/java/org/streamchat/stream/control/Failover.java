package org.streamchat.stream.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.streamchat.stream.control.Site.Told;
import org.streamchat.stream.entity.Draft;
import org.streamchat.stream.entity.Opening;

/** Many streams that are written while their Redis changes its master. */
final class Failover implements AutoCloseable {
  private static final int STREAMS = 30;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(2, TestThreads.FACTORY);
  private final RedisStreamLog log;
  private final Streams streams;
  private final List<StreamWriter> writers = new ArrayList<>();
  private final List<StringBuilder> texts = new ArrayList<>();

  Failover(String redis) {
    StreamSettings settings = TestSettings.redis(redis);
    log = new RedisStreamLog(settings, "writer");
    streams = new Streams(log, settings, clock, TestThreads.FACTORY);
    for (int i = 0; i < STREAMS; i++) {
      writers.add(
          streams.open(
              new Opening(
                  UUID.randomUUID().toString(), 1, 0, true, List.of(Draft.event("session", "{}"))),
              Map.of(),
              Site::seed,
              new Told()));
      texts.add(new StringBuilder());
    }
    clock.scheduleWithFixedDelay(streams::tick, 200, 200, TimeUnit.MILLISECONDS);
  }

  String oneOfThem() {
    return writers.get(0).stream();
  }

  /** Writes before, during and after, and finds all of it in the logs afterwards. */
  void survives(Runnable failover) {
    write();
    await().atMost(LONGEST).until(() -> writers.stream().allMatch(writer -> inTail(writer) > 1));
    failover.run();
    await()
        .atMost(LONGEST)
        .until(
            () -> {
              write();
              return !streams.isLogAvailable();
            });
    await()
        .atMost(LONGEST)
        .until(
            () -> {
              write();
              return streams.isLogAvailable() && writers.stream().noneMatch(StreamWriter::isAhead);
            });
    write();
    writers.forEach(writer -> writer.end("done", "{}"));
    await().atMost(LONGEST).until(() -> writers.stream().allMatch(StreamWriter::isEnded));
    for (int i = 0; i < STREAMS; i++) {
      String stream = writers.get(i).stream();
      // Readers have connections of their own, which may learn of the new master later.
      Tail kept =
          await()
              .atMost(LONGEST)
              .ignoreException(LogUnavailableException.class)
              .until(() -> streams.load(stream), Tail::isEnded);
      assertThat(Site.text(kept.entries())).isEqualTo(texts.get(i).toString());
    }
  }

  private static long inTail(StreamWriter writer) {
    return writer.tail().lastSeq();
  }

  private void write() {
    for (int i = 0; i < STREAMS; i++) {
      String piece = texts.get(i).length() + " 字🙂 ";
      texts.get(i).append(piece);
      writers.get(i).text("message", piece);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    streams.close();
    log.close();
  }
}
