package org.streamchat.stream.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.streamchat.stream.control.Soon.soon;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.streamchat.stream.control.Site.Told;
import org.streamchat.stream.entity.Entry;
import org.streamchat.stream.entity.Entry.Form;

class StreamsTest {
  private static final String G = "generation";
  private static final String MESSAGE = "message";

  private final MemoryStore store = new MemoryStore();
  private final Site a = new Site(store, "a", Duration.ofMillis(100));
  private final Site b = new Site(store, "b", Duration.ofMillis(100));
  private final Told told = new Told();

  @AfterEach
  void close() {
    store.letGo();
    a.close();
    b.close();
  }

  private StreamWriter begun() {
    StreamWriter writer = a.begin(G, told);
    soon(() -> store.entries(G).size() == 1);
    return writer;
  }

  private static void awaitText(PageReader reader, String text) {
    soon(() -> reader.text().equals(text));
  }

  /** Everything written so far is in the log, and every reader has it. */
  private void awaitEverywhere(String text, PageReader... readers) {
    soon(() -> Site.text(store.entries(G)).equals(text));
    for (PageReader reader : readers) {
      soon(
          () -> {
            a.streams().look();
            b.streams().look();
            return reader.text().equals(text);
          });
      assertThat(reader.page().dropped()).isZero();
    }
  }

  @Test
  void showsNobodyWhatTheLogHasNotAcknowledged() {
    StreamWriter writer = begun();
    PageReader reader = new PageReader().follow(a, G);
    store.holdBack();
    writer.text(MESSAGE, "held");
    soon(() -> store.entries(G).size() == 2);
    assertThat(reader.text()).isEmpty();
    assertThat(new PageReader().follow(a, G).text()).isEmpty();
    store.letGo();
    awaitText(reader, "held");
  }

  @Test
  void appendsAsOneWhatGathersDuringATrip() {
    StreamWriter writer = begun();
    PageReader reader = new PageReader().follow(a, G);
    store.holdBack();
    writer.text(MESSAGE, "first ");
    soon(() -> store.trips().size() == 2);
    IntStream.range(0, 500).forEach(i -> writer.text(MESSAGE, "x"));
    store.letGo();
    awaitText(reader, "first " + "x".repeat(500));
    assertThat(store.trips()).containsExactly(1, 1, 1);
  }

  @Test
  void theFirstTextOfAStreamWaitsForNoInterval() {
    showsTheFirstTextBehind(writer -> {});
  }

  @Test
  void theFirstTextWaitsNoLongerBehindWhatWaitsAlready() {
    showsTheFirstTextBehind(writer -> writer.event("notice", "{}"));
  }

  private void showsTheFirstTextBehind(Consumer<StreamWriter> before) {
    try (Site unhurried = new Site(store, "c", TestSettings.unhurried())) {
      StreamWriter writer = unhurried.begin(G, told);
      soon(() -> store.entries(G).size() == 1);
      PageReader reader = new PageReader().follow(unhurried, G);
      before.accept(writer);
      writer.text(MESSAGE, "first");
      awaitText(reader, "first");
    }
  }

  @Test
  void sharesATripAmongStreams() {
    begun();
    store.holdBack();
    List<StreamWriter> writers =
        IntStream.range(0, 50).mapToObj(i -> a.begin("g" + i, new Told())).toList();
    soon(() -> store.trips().size() == 2);
    writers.forEach(writer -> writer.text(MESSAGE, "x"));
    store.letGo();
    soon(() -> writers.stream().allMatch(w -> w.tail().lastSeq() == 2));
    assertThat(store.trips()).hasSizeLessThan(20);
  }

  @Test
  void tellsTheNumberOfTheNewestEntryBeforeItIsAppended() {
    StreamWriter writer = begun();
    store.holdBack();
    writer.text(MESSAGE, "x");
    soon(() -> store.entries(G).size() == 2);
    writer.text(MESSAGE, "😀".repeat(40_001));
    writer.event("notice", "{}");
    long seq = writer.seq();
    writer.end("done", "{}");
    assertThat(writer.seq()).isEqualTo(seq + 1);
    store.letGo();
    soon(writer::isEnded);
    assertThat(writer.tail().lastSeq()).isEqualTo(seq + 1);
  }

  @Test
  void neverSplitsASurrogatePair() {
    StreamWriter writer = begun();
    PageReader local = new PageReader().follow(a, G);
    PageReader remote = new PageReader().follow(b, G);
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      writer.text(MESSAGE, "\ud83d");
      awaitEverywhere(expected.toString(), local);
      if (i % 10 == 5) {
        store.forget();
      }
      writer.text(MESSAGE, "\ude00");
      expected.append("😀");
      awaitEverywhere(expected.toString(), local);
    }
    awaitEverywhere(expected.toString(), local, remote);
    for (Entry entry : store.entries(G)) {
      byte[] stored = entry.payload().getBytes(StandardCharsets.UTF_8);
      assertThat(new String(stored, StandardCharsets.UTF_8)).isEqualTo(entry.payload());
    }
  }

  @Test
  void beginsALostLogAnewWithASnapshot() {
    StreamWriter writer = begun();
    PageReader local = new PageReader().follow(a, G);
    PageReader remote = new PageReader().follow(b, G);
    writer.text(MESSAGE, "before, ");
    awaitEverywhere("before, ", local, remote);
    store.forget();
    writer.text(MESSAGE, "behind");
    awaitEverywhere("before, behind", local, remote, new PageReader().follow(b, G));
    assertThat(store.entries(G).get(0).form()).isEqualTo(Form.SNAPSHOT);
  }

  @Test
  void beginsALostLogAnewThoughNothingIsWritten() {
    StreamWriter writer = begun();
    writer.text(MESSAGE, "thinking");
    soon(() -> Site.text(store.entries(G)).equals("thinking"));
    soon(writer::isOpen);
    store.forget();
    a.streams().tick();
    awaitEverywhere("thinking", new PageReader().follow(a, G));
  }

  @Test
  void makesUpForWhatARestartedStoreHasLostThoughNothingIsWritten() {
    StreamWriter writer = begun();
    PageReader remote = new PageReader().follow(b, G);
    for (int i = 1; i <= 5; i++) {
      writer.text(MESSAGE, "x");
      awaitEverywhere("x".repeat(i), remote);
    }
    soon(() -> writer.tail().lastSeq() == 6);
    store.restart(3);
    a.streams().tick();
    awaitEverywhere("xxxxx", remote, new PageReader().follow(b, G));
  }

  @Test
  void keepsEventsAcrossALoss() {
    StreamWriter writer = begun();
    PageReader local = new PageReader().follow(a, G);
    PageReader remote = new PageReader().follow(b, G);
    writer.text(MESSAGE, "one ");
    awaitEverywhere("one ", local, remote);
    store.forget();
    writer.event("notice", "{\"state\":\"retrying\"}");
    writer.text(MESSAGE, "two");
    writer.end("done", "{}");
    awaitEverywhere("one two", local, remote);
    for (PageReader reader : List.of(local, remote)) {
      soon(reader.page()::isEnded);
      assertThat(reader.page().events()).containsOnlyOnce("{\"state\":\"retrying\"}");
    }
  }

  @Test
  void writesNothingMoreOnceFencedWhileItsReadersGoOn() {
    StreamWriter former = begun();
    PageReader reader = new PageReader().follow(a, G);
    former.text(MESSAGE, "mine, ");
    awaitEverywhere("mine, ", reader);
    store.expireLease(G);
    StreamWriter next = b.takeOver(G, new Told());
    former.text(MESSAGE, "refused");
    soon(() -> told.fences() == 1);
    next.text(MESSAGE, "theirs");
    next.end("done", "{}");
    former.text(MESSAGE, "refused");
    former.end("done", "{}");
    soon(
        () -> {
          a.streams().look();
          return reader.page().isEnded();
        });
    assertThat(reader.text()).isEqualTo("mine, theirs");
    assertThat(Site.text(store.entries(G))).isEqualTo("mine, theirs");
    assertThat(told.fences()).isEqualTo(1);
  }

  @Test
  void learnsFromTheRenewalThatItIsFenced() {
    StreamWriter writer = begun();
    soon(writer::isOpen);
    store.expireLease(G);
    b.takeOver(G, new Told());
    a.streams().tick();
    assertThat(told.fences()).isEqualTo(1);
  }

  @Test
  void goesOnForItsOwnReadersWhileTheLogIsAway() {
    StreamWriter writer = begun();
    PageReader local = new PageReader().follow(a, G);
    PageReader remote = new PageReader().follow(b, G);
    writer.text(MESSAGE, "logged, ");
    awaitEverywhere("logged, ", local, remote);
    store.away(true);
    writer.text(MESSAGE, "unlogged");
    awaitText(local, "logged, unlogged");
    assertThat(remote.text()).isEqualTo("logged, ");
    assertThat(a.streams().isLogAvailable()).isFalse();
    assertThat(new PageReader().follow(a, G).text()).isEqualTo("logged, unlogged");
    assertThatThrownBy(() -> new PageReader().follow(b, G))
        .isInstanceOf(LogUnavailableException.class);
    store.away(false);
    a.streams().tick();
    awaitEverywhere("logged, unlogged", local, remote);
    writer.text(MESSAGE, ", and on");
    awaitEverywhere("logged, unlogged, and on", local, remote);
  }

  @Test
  void tellsThatTheLogIsAwayAlsoWhenNothingIsWritten() {
    a.streams().tick();
    assertThat(a.streams().isLogAvailable()).isTrue();
    store.away(true);
    a.streams().tick();
    assertThat(a.streams().isLogAvailable()).isFalse();
    store.away(false);
    a.streams().tick();
    assertThat(a.streams().isLogAvailable()).isTrue();
  }

  @Test
  void isGivenWhatAReadOnlyLogDoesNotTakeOnce() {
    StreamWriter writer = begun();
    PageReader local = new PageReader().follow(a, G);
    writer.text(MESSAGE, "logged, ");
    awaitText(local, "logged, ");
    store.isReadOnly(true);
    writer.text(MESSAGE, "unlogged");
    awaitText(local, "logged, unlogged");
    long seq = writer.tail().lastSeq();
    for (int i = 0; i < 5; i++) {
      a.streams().tick();
      assertThat(a.streams().isLogAvailable()).isFalse();
    }
    writer.text(MESSAGE, ", and on");
    awaitText(local, "logged, unlogged, and on");
    assertThat(writer.tail().lastSeq()).isEqualTo(seq + 1);
    store.isReadOnly(false);
    a.streams().tick();
    awaitEverywhere("logged, unlogged, and on", local, new PageReader().follow(b, G));
  }

  @Test
  void readersOfWhatIsGivenUpGoOnWithTheNextOwner() {
    StreamWriter former = begun();
    PageReader reader = new PageReader().follow(a, G);
    former.text(MESSAGE, "mine, ");
    awaitText(reader, "mine, ");
    a.streams().release();
    assertThat(told.fences()).isEqualTo(1);
    StreamWriter next = b.takeOver(G, new Told());
    next.text(MESSAGE, "theirs");
    next.end("done", "{}");
    soon(
        () -> {
          a.streams().look();
          return reader.page().isEnded();
        });
    assertThat(reader.text()).isEqualTo("mine, theirs");
  }

  @Test
  void anEndThatIsOnItsWayIsToldAlsoWhenTheNodeStops() {
    StreamWriter writer = begun();
    PageReader reader = new PageReader().follow(a, G);
    writer.text(MESSAGE, "all");
    awaitText(reader, "all");
    store.holdBack();
    writer.end("done", "{}");
    a.streams().release();
    store.letGo();
    soon(reader.page()::isEnded);
    assertThat(told.fences()).isZero();
  }

  @Test
  void givesReadersASnapshotWhereTheLogWasTrimmed() {
    StreamWriter writer = begun();
    PageReader before = new PageReader().follow(b, G);
    PageReader local = new PageReader().follow(a, G);
    writer.text(MESSAGE, "one, ");
    awaitEverywhere("one, ", before, local);
    store.hintsAreLost(true);
    for (String piece : List.of("two, ", "three, ", "four")) {
      long seq = writer.seq();
      writer.text(MESSAGE, piece);
      soon(() -> store.entries(G).size() == seq + 1);
    }
    store.trim(G, 3);
    PageReader after = new PageReader().follow(b, G);
    a.streams().tick();
    awaitEverywhere("one, two, three, four", before, local, after);
    writer.text(MESSAGE, ", five");
    awaitEverywhere("one, two, three, four, five", before, local, after);
    writer.end("done", "{}");
    soon(
        () -> {
          b.streams().look();
          return before.page().isEnded() && after.page().isEnded();
        });
    assertThat(before.text()).isEqualTo(after.text()).isEqualTo(local.text());
  }

  @Test
  void doesNotSpliceWhatALogNeverHadOntoANewOwnersText() {
    StreamWriter former = begun();
    PageReader attached = new PageReader().follow(a, G);
    PageReader moving = new PageReader().follow(a, G);
    former.text(MESSAGE, "both, ");
    awaitEverywhere("both, ", attached, moving);
    store.away(true);
    IntStream.range(0, 10).forEach(i -> former.event("notice", "{}"));
    former.text(MESSAGE, "only the former");
    awaitText(attached, "both, only the former");
    awaitText(moving, "both, only the former");
    moving.leave();
    store.away(false);
    store.expireLease(G);
    StreamWriter next = b.takeOver(G, new Told());
    IntStream.range(0, 50).forEach(i -> next.event("notice", "{}"));
    next.text(MESSAGE, "only the next");
    moving.follow(b, G);
    a.streams().tick();
    soon(() -> told.fences() == 1);
    awaitEverywhere("both, only the next", attached, moving);
    next.end("done", "{}");
    soon(
        () -> {
          a.streams().look();
          return attached.page().isEnded() && moving.page().isEnded();
        });
    assertThat(attached.text()).isEqualTo(moving.text()).isEqualTo("both, only the next");
  }

  @Test
  void takesOverInTheSameTailThatItsReadersFollow() {
    StreamWriter former = begun();
    PageReader reader = new PageReader().follow(b, G);
    former.text(MESSAGE, "one ");
    awaitEverywhere("one ", reader);
    a.close();
    store.expireLease(G);
    StreamWriter next = b.takeOver(G, new Told());
    next.text(MESSAGE, "two");
    next.end("done", "{}");
    soon(reader.page()::isEnded);
    assertThat(reader.text()).isEqualTo("one two");
    assertThat(reader.page().dropped()).isZero();
  }
}
