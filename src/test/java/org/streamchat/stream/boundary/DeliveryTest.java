package org.streamchat.stream.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.streamchat.stream.control.Soon.soon;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.stream.Page;
import org.streamchat.stream.boundary.FakeSse.Event;
import org.streamchat.stream.control.DeliveryThreads;
import org.streamchat.stream.control.LogUnavailableException;
import org.streamchat.stream.control.MemoryStore;
import org.streamchat.stream.control.Site;
import org.streamchat.stream.control.Site.Told;
import org.streamchat.stream.control.StreamWriter;
import org.streamchat.stream.control.Tail;
import org.streamchat.stream.control.TestSettings;
import org.streamchat.stream.control.TestThreads;
import org.streamchat.stream.entity.Cursor;
import org.streamchat.stream.entity.Draft;

class DeliveryTest {
  private static final String G = "generation";
  private static final Duration LEASE = Duration.ofMillis(100);

  private final MemoryStore store = new MemoryStore();
  private final Site site = new Site(store, "a", LEASE);
  private final DeliveryThreads threads = new DeliveryThreads(TestThreads.FACTORY);
  private final Delivery delivery =
      new Delivery(site.streams(), TestSettings.memory(LEASE), threads);
  private final FakeSse sse = new FakeSse();

  @AfterEach
  void close() {
    site.close();
    threads.close();
  }

  private FakeSink follow(FakeSink sink) {
    delivery.follow(new Cursor(G, sink.page().lastSeq()), sink, sse);
    return sink;
  }

  private FakeSink replay(FakeSink sink, long after, Draft... drafts) {
    delivery.replay(Tail.of(G, 0, List.of(drafts)), new Cursor(G, after), sink, sse);
    return sink;
  }

  private StreamWriter begun() {
    StreamWriter writer = site.begin(G, new Told());
    soon(() -> store.entries(G).size() == 1);
    return writer;
  }

  private static Draft text(String text) {
    return Draft.text("message", text);
  }

  private static Stream<String> ids(FakeSink sink) {
    return sink.frames().stream().map(Event::id);
  }

  @Test
  void sendsEverythingThenClosesAfterTheEnd() {
    FakeSink sink =
        replay(
            new FakeSink(),
            0,
            text("a"),
            text("b"),
            Draft.event("notice", "{}"),
            text("c"),
            Draft.end("done", "{}"));
    assertThat(ids(sink))
        .containsExactly("generation:2", "generation:3", "generation:4", "generation:5");
    assertThat(sink.page().text()).isEqualTo("abc");
    assertThat(sink.isClosed()).isTrue();
    assertThat(delivery.followers()).isZero();
  }

  @Test
  void greetsWithACommentAndTellsTheReconnectionTimeOnce() {
    FakeSink sink = replay(new FakeSink(), 0, text("a"), Draft.end("done", "{}"));
    assertThat(sink.events().get(0).isComment()).isTrue();
    assertThat(sink.events().stream().filter(Event::isReconnectDelaySet)).hasSize(1);
  }

  @Test
  void beginsBehindTheCursor() {
    FakeSink sink =
        replay(new FakeSink(), 2, text("a"), text("b"), text("c"), Draft.end("done", "{}"));
    assertThat(ids(sink)).containsExactly("generation:3", "generation:4");
  }

  @Test
  void closesAtOnceForAReaderWhoHasTheEnd() {
    FakeSink sink = replay(new FakeSink(), 2, text("a"), Draft.end("done", "{}"));
    assertThat(sink.frames()).isEmpty();
    assertThat(sink.isClosed()).isTrue();
  }

  @Test
  void healsAReaderFromBeyondTheEndWithoutUsingANumberThatItWouldDrop() {
    Page page = new Page();
    page.receive(7, "message", "{\"content\":\"not in the log\"}");
    FakeSink sink = replay(new FakeSink(page), 7, text("a"), text("b"), Draft.end("done", "{}"));
    assertThat(page.text()).isEqualTo("ab");
    assertThat(page.isEnded()).isTrue();
    assertThat(ids(sink)).containsOnlyNulls();
  }

  @Test
  void usesNumbersAgainOnceTheyAreBeyondWhatTheReaderClaimed() {
    StreamWriter writer = begun();
    Page page = new Page();
    page.receive(3, "message", "{\"content\":\"ahead\"}");
    FakeSink sink = follow(new FakeSink(page));
    writer.text("message", "1");
    soon(() -> page.text().equals("1"));
    writer.event("notice", "{}");
    writer.text("message", "2");
    soon(() -> page.text().equals("12"));
    assertThat(page.lastSeq()).isEqualTo(writer.seq());
    assertThat(page.dropped()).isZero();
    assertThat(sink.hasOverlapped()).isFalse();
  }

  @Test
  void sendsOneAtATimeAndWhatGathersMeanwhileAsOne() {
    StreamWriter writer = begun();
    FakeSink sink = follow(new FakeSink().slow());
    sink.complete();
    soon(sink::isSending);
    IntStream.range(0, 100)
        .forEach(
            i -> {
              writer.text("message", "x");
              soon(() -> store.entries(G).size() == i + 2);
            });
    assertThat(sink.events()).hasSize(2);
    sink.complete();
    soon(() -> sink.events().size() == 3);
    assertThat(sink.page().text()).isEqualTo("x".repeat(100));
    assertThat(sink.events().get(2).id()).isEqualTo(G + ":" + writer.seq());
    assertThat(sink.hasOverlapped()).isFalse();
  }

  @Test
  void closesOnlyAfterTheLastSendHasCompleted() {
    FakeSink sink = replay(new FakeSink().slow(), 0, Draft.end("done", "{}"));
    sink.complete();
    soon(() -> sink.page().isEnded());
    assertThat(sink.isClosed()).isFalse();
    sink.complete();
    soon(sink::isClosed);
    assertThat(sink.wasClosedDuringASend()).isFalse();
  }

  @Test
  void cutsOffWhoDoesNotReadWhileOthersGoOn() {
    StreamWriter writer = begun();
    FakeSink stuck = follow(new FakeSink().slow());
    FakeSink other = follow(new FakeSink());
    for (int i = 1; i <= 50; i++) {
      writer.text("message", "x");
      String expected = "x".repeat(i);
      soon(() -> other.page().text().equals(expected));
    }
    soon(
        () -> {
          delivery.tick();
          delivery.relieve();
          return stuck.isClosed();
        });
    assertThat(stuck.events()).hasSize(1);
    assertThat(delivery.followers()).isEqualTo(1);
    assertThat(other.isClosed()).isFalse();
  }

  @Test
  void servesOthersThoughServersKeepTheThreadsOfManyWhoDoNotRead() {
    StreamWriter writer = begun();
    List<FakeSink> stuck = IntStream.range(0, 40).mapToObj(i -> follow(new FakeSink())).toList();
    FakeSink other = follow(new FakeSink());
    soon(() -> stuck.stream().allMatch(sink -> sink.frames().size() == 1));
    stuck.forEach(FakeSink::blocking);
    for (int i = 1; i <= 20; i++) {
      writer.text("message", "x");
      String expected = "x".repeat(i);
      soon(
          () -> {
            delivery.tick();
            delivery.relieve();
            return other.page().text().equals(expected);
          });
    }
    soon(
        () -> {
          delivery.tick();
          delivery.relieve();
          return stuck.stream().allMatch(FakeSink::isSending);
        });
    stuck.forEach(FakeSink::unblock);
    String whole = other.page().text();
    soon(
        () -> stuck.stream().allMatch(sink -> sink.isClosed() || sink.page().text().equals(whole)));
    assertThat(other.isClosed()).isFalse();
    assertThat(stuck).anyMatch(FakeSink::isClosed);
    assertThat(stuck).noneMatch(FakeSink::wasClosedDuringASend);
  }

  @Test
  void keepsASilentConnectionAlive() {
    begun();
    FakeSink sink = follow(new FakeSink());
    soon(
        () -> {
          delivery.tick();
          delivery.relieve();
          return sink.comments() > 2;
        });
    assertThat(sink.frames()).hasSize(1);
  }

  @Test
  void letsGoOfAClientThatHasLeft() {
    StreamWriter writer = begun();
    FakeSink sink = follow(new FakeSink());
    sink.fail();
    writer.text("message", "x");
    soon(() -> delivery.followers() == 0);
    assertThat(sink.isClosed()).isTrue();
    writer.text("message", "y");
    assertThat(sink.frames()).hasSize(1);
  }

  @Test
  void noticesByTheHeartbeatThatAClientHasLeft() {
    begun();
    FakeSink sink = follow(new FakeSink());
    sink.fail();
    soon(
        () -> {
          delivery.tick();
          delivery.relieve();
          return delivery.followers() == 0;
        });
  }

  @Test
  void refusesBeforeItTouchesTheSink() {
    FakeSink sink = new FakeSink();
    store.away(true);
    assertThatThrownBy(() -> follow(sink)).isInstanceOf(LogUnavailableException.class);
    store.away(false);
    begun();
    IntStream.range(0, 1_000).forEach(i -> follow(new FakeSink()));
    assertThatThrownBy(() -> follow(sink))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem()).isEqualTo(Problem.OVERLOADED));
    assertThat(sink.events()).isEmpty();
    assertThat(sink.isClosed()).isFalse();
  }

  @Test
  void endsAllConnectionsWhenItIsClosed() {
    begun();
    FakeSink sink = follow(new FakeSink());
    delivery.close();
    assertThat(sink.isClosed()).isTrue();
    assertThat(delivery.followers()).isZero();
  }
}
