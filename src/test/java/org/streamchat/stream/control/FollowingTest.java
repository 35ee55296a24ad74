package org.streamchat.stream.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.streamchat.stream.control.Soon.soon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.streamchat.stream.control.Site.Told;
import org.streamchat.stream.control.StreamLog.Append;
import org.streamchat.stream.entity.Draft;

class FollowingTest {
  private static final String G = "generation";
  private static final String MESSAGE = "message";
  private static final List<Draft> ENDING =
      List.of(Site.snapshot("from the database"), Draft.end("done", "{}"));

  private final MemoryStore store = new MemoryStore();
  private final Site a = new Site(store, "a", Duration.ofMillis(100));
  private final Site b = new Site(store, "b", Duration.ofMillis(100));
  private final Told told = new Told();
  private final ExecutorService crowd = Executors.newFixedThreadPool(8, TestThreads.FACTORY);

  @AfterEach
  void close() {
    a.close();
    b.close();
    crowd.shutdownNow();
  }

  private StreamWriter begun(String stream) {
    StreamWriter writer = a.begin(stream, told);
    soon(() -> writer.isOpen() && store.entries(stream).size() == 1);
    return writer;
  }

  @Test
  void hearsOfGrowthWithoutLooking() {
    StreamWriter writer = begun(G);
    PageReader reader = new PageReader().follow(b, G);
    for (int i = 1; i <= 100; i++) {
      writer.text(MESSAGE, "x");
      String expected = "x".repeat(i);
      soon(() -> reader.text().equals(expected));
    }
    writer.end("done", "{}");
    soon(reader.page()::isEnded);
  }

  @Test
  void seesEveryEntryThoughHintsCrossReads() {
    for (int run = 0; run < 200; run++) {
      StreamWriter writer = begun(G + run);
      PageReader reader = new PageReader().follow(b, G + run);
      for (int i = 0; i < 20; i++) {
        writer.text(MESSAGE, "x");
        Thread.yield();
      }
      writer.end("done", "{}");
      soon(reader.page()::isEnded);
      assertThat(reader.text()).isEqualTo("x".repeat(20));
    }
  }

  @Test
  void isUpToDateForEveryoneOfACrowd() throws Exception {
    StreamLog log = a.log();
    log.append(List.of(new Append(G, 1, true, StreamLogContract.texts(1, 5_000))));
    for (int run = 0; run < 20; run++) {
      Site fresh = new Site(store, "fresh" + run, Duration.ofMillis(100));
      CyclicBarrier start = new CyclicBarrier(8);
      List<Future<Long>> found = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        found.add(
            crowd.submit(
                () -> {
                  start.await();
                  return fresh.streams().follow(G, () -> {}).lastSeq();
                }));
      }
      for (Future<Long> last : found) {
        assertThat(last.get()).isEqualTo(5_000);
      }
      fresh.close();
    }
  }

  @Test
  void losesNoReaderWhoComesWhileAStreamChangesHands() throws Exception {
    for (int run = 0; run < 100; run++) {
      String stream = G + run;
      StreamWriter former = begun(stream);
      former.text(MESSAGE, "one ");
      soon(() -> Site.text(store.entries(stream)).equals("one "));
      CyclicBarrier start = new CyclicBarrier(3);
      List<PageReader> readers = new ArrayList<>();
      List<Future<?>> joining = new ArrayList<>();
      for (Site site : List.of(a, b)) {
        joining.add(
            crowd.submit(
                () -> {
                  start.await();
                  for (int i = 0; i < 10; i++) {
                    PageReader reader = new PageReader().follow(site, stream);
                    synchronized (readers) {
                      readers.add(reader);
                    }
                  }
                  return null;
                }));
      }
      store.expireLease(stream);
      start.await();
      StreamWriter next = b.takeOver(stream, new Told());
      former.text(MESSAGE, "refused");
      for (Future<?> joined : joining) {
        joined.get();
      }
      soon(() -> !former.isOpen());
      next.text(MESSAGE, "two");
      next.end("done", "{}");
      for (PageReader reader : readers) {
        soon(
            () -> {
              a.streams().look();
              return reader.page().isEnded();
            });
        assertThat(reader.text()).isEqualTo("one two");
        assertThat(reader.page().dropped()).isZero();
      }
    }
  }

  @Test
  void endsFromElsewhereWhatHasGoneSilent() {
    begun(G);
    PageReader reader = new PageReader().follow(b, G);
    b.streams().onSilence(stream -> b.streams().conclude(stream, 100, ENDING));
    soon(
        () -> {
          b.streams().look();
          return reader.page().isEnded();
        });
    assertThat(reader.text()).isEqualTo("from the database");
    assertThat(reader.page().lastSeq()).isEqualTo(102);
  }

  @Test
  void endsFromElsewhereAlsoWhileTheLogIsAway() {
    begun(G);
    PageReader reader = new PageReader().follow(b, G);
    b.streams().onSilence(stream -> b.streams().conclude(stream, 100, ENDING));
    store.away(true);
    soon(
        () -> {
          b.streams().look();
          return reader.page().isEnded();
        });
    assertThat(reader.text()).isEqualTo("from the database");
  }

  @Test
  void looksAtAllOthersWhenNobodyCanSayWhatBecameOfOne() {
    begun(G);
    begun("other");
    PageReader one = new PageReader().follow(b, G);
    PageReader other = new PageReader().follow(b, "other");
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    b.streams()
        .onSilence(
            stream -> {
              asked.add(stream);
              throw new LogUnavailableException(new IllegalStateException("database away"));
            });
    soon(
        () -> {
          b.streams().look();
          return asked.contains(G) && asked.contains("other");
        });
    assertThat(one.page().isEnded() || other.page().isEnded()).isFalse();
  }

  @Test
  void isToldOfAStopAtOnce() {
    begun(G);
    assertThat(b.log().requestStop(G)).isTrue();
    soon(() -> told.stops() > 0);
  }

  @Test
  void isToldOfAStopByTheRenewalWhenTheHintWasLost() {
    begun(G);
    store.hintsAreLost(true);
    b.log().requestStop(G);
    assertThat(told.stops()).isZero();
    a.streams().tick();
    assertThat(told.stops()).isEqualTo(1);
  }

  @Test
  void renewsNoLeaseThatItHasGivenUp() {
    begun(G);
    a.streams().tick();
    assertThat(b.log().orphans(List.of(G))).isEmpty();
    a.streams().release();
    a.streams().tick();
    assertThat(b.log().orphans(List.of(G))).containsExactly(G);
  }

  @Test
  void forgetsAStreamThatNobodyFollowsAnyMore() {
    begun(G);
    PageReader reader = new PageReader().follow(b, G);
    reader.leave();
    b.streams().look();
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    b.streams().onSilence(asked::add);
    for (int i = 0; i < 10; i++) {
      b.streams().look();
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void registersForHintsAgainWhenTheLogForgotWhoWatches() {
    StreamWriter writer = begun(G);
    PageReader reader = new PageReader().follow(b, G);
    store.forget();
    writer.text(MESSAGE, "1");
    soon(
        () -> {
          b.streams().look();
          return reader.text().equals("1");
        });
    soon(
        () -> {
          b.streams().look();
          return store.watchers(G).contains("b");
        });
    writer.text(MESSAGE, "2");
    soon(() -> reader.text().equals("12"));
  }
}
