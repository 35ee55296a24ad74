package org.streamchat.stream.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.streamchat.stream.control.Soon.soon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.streamchat.stream.control.MemoryStore;
import org.streamchat.stream.control.Site;
import org.streamchat.stream.control.Site.Told;
import org.streamchat.stream.control.StreamWriter;
import org.streamchat.stream.control.Tail;
import org.streamchat.stream.control.TestThreads;

class SubscriberTest {
  private static final Duration LEASE = Duration.ofMillis(100);

  private final MemoryStore store = new MemoryStore();
  private final Site site = new Site(store, "a", LEASE);
  private final ExecutorService delivering = Executors.newFixedThreadPool(4, TestThreads.FACTORY);
  private final ExecutorService waking = Executors.newFixedThreadPool(4, TestThreads.FACTORY);

  @AfterEach
  void close() {
    site.close();
    delivering.shutdownNow();
    waking.shutdownNow();
  }

  private Subscriber follow(String stream, FakeSink sink) {
    Subscriber subscriber = new Subscriber(sink, new FakeSse(), delivering, gone -> {});
    Tail tail = site.streams().follow(stream, subscriber);
    subscriber.start(tail, 0);
    return subscriber;
  }

  @Test
  void missesNothingHoweverManyWakeItAtOnce() throws Exception {
    for (int run = 0; run < 100; run++) {
      String stream = "g" + run;
      StreamWriter writer = site.begin(stream, new Told());
      FakeSink sink = new FakeSink();
      Subscriber subscriber = follow(stream, sink);
      List<Future<?>> wakes = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        wakes.add(
            waking.submit(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    writer.text("message", "x");
                    subscriber.wake();
                    subscriber.heartbeat(System.nanoTime(), 0);
                  }
                }));
      }
      for (Future<?> wake : wakes) {
        wake.get();
      }
      soon(() -> sink.page().text().length() == 200);
      writer.end("done", "{}");
      soon(sink::isClosed);
      assertThat(sink.page().isEnded()).isTrue();
      assertThat(sink.page().dropped()).isZero();
      assertThat(sink.hasOverlapped()).isFalse();
      assertThat(sink.wasClosedDuringASend()).isFalse();
    }
  }

  @Test
  void missesNothingWhenSendsCompleteOnOtherThreads() {
    for (int run = 0; run < 50; run++) {
      String stream = "g" + run;
      StreamWriter writer = site.begin(stream, new Told());
      FakeSink sink = new FakeSink().slow();
      follow(stream, sink);
      waking.execute(
          () -> {
            for (int i = 0; i < 100; i++) {
              writer.text("message", "x");
              Thread.yield();
            }
            writer.end("done", "{}");
          });
      soon(
          () -> {
            sink.complete();
            return sink.isClosed();
          });
      assertThat(sink.page().text()).isEqualTo("x".repeat(100));
      assertThat(sink.page().isEnded()).isTrue();
      assertThat(sink.hasOverlapped()).isFalse();
    }
  }

  @Test
  void isNotWokenToWorkAfterItsEnd() {
    StreamWriter writer = site.begin("g", new Told());
    FakeSink sink = new FakeSink();
    Subscriber subscriber = follow("g", sink);
    writer.end("done", "{}");
    soon(sink::isClosed);
    int sent = sink.events().size();
    subscriber.wake();
    subscriber.heartbeat(System.nanoTime(), 0);
    subscriber.close();
    assertThat(sink.events()).hasSize(sent);
  }
}
