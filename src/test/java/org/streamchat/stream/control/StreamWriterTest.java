package org.streamchat.stream.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.streamchat.stream.control.Site.Told;
import org.streamchat.stream.control.StreamLog.Append;
import org.streamchat.stream.control.StreamLog.Verdict;
import org.streamchat.stream.entity.Draft;
import org.streamchat.stream.entity.Entry;
import org.streamchat.stream.entity.Entry.Form;
import org.streamchat.stream.entity.Opening;

/** A writer step by step, in orders that threads bring about once in a million times. */
class StreamWriterTest {
  private final Told told = new Told();
  private final Tail tail = new Tail("g");
  private final Queue<StreamWriter> ready = new ArrayDeque<>();
  private final StreamWriter writer = writer(new Opening("g", 1, 0, true, List.of()));

  private StreamWriter writer(Opening opening) {
    return new StreamWriter(opening, tail, Map.of(), Site::seed, told, ready::add);
  }

  private void keep(String text) {
    writer.text("message", text);
    ready.remove().take();
    writer.settle(Verdict.KEPT);
  }

  private static String text(Append append) {
    return Site.text(append.entries());
  }

  @Test
  void isFetchedFromOnceForAllThatGathers() {
    writer.text("message", "a");
    writer.text("message", "b");
    assertThat(ready).hasSize(1);
    assertThat(text(ready.remove().take())).isEqualTo("ab");
    writer.text("message", "c");
    assertThat(ready).as("what comes during the trip").hasSize(1);
  }

  @Test
  void givesNothingMoreBeforeTheFateOfTheLastIsTold() {
    writer.text("message", "a");
    writer.take();
    writer.text("message", "b");
    assertThat(writer.take()).isNull();
    writer.settle(Verdict.KEPT);
    assertThat(text(writer.take())).isEqualTo("b");
  }

  @Test
  void beginsAfreshOnlyUntilTheLogHasIt() {
    writer.text("message", "a");
    assertThat(writer.take().fresh()).isTrue();
    writer.settle(Verdict.KEPT);
    writer.text("message", "b");
    assertThat(writer.take().fresh()).isFalse();
    writer.settle(Verdict.LOST);
    Append again = writer.take();
    assertThat(again.fresh()).isTrue();
    assertThat(again.entries().get(0)).isEqualTo(Site.snapshot("ab").at(3));
  }

  @Test
  void isSeededThoughItWasBeingServedAsUnloggedWhenTheLogCameBack() {
    keep("a");
    writer.text("message", "b");
    StreamWriter served = ready.remove();
    writer.lost();
    served.keepUnlogged();
    Append append = ready.remove().take();
    assertThat(append.fresh()).isTrue();
    assertThat(text(append)).isEqualTo("ab");
  }

  @Test
  void isSeededThoughItHadNothingToSayWhileTheLogWasAway() {
    keep("a");
    writer.lost();
    assertThat(text(ready.remove().take())).isEqualTo("a");
  }

  @Test
  void runsAheadOfTheLogWithASnapshotThatNoLogCanHaveReached() {
    keep("a");
    writer.text("message", "b");
    writer.take();
    writer.keepUnlogged();
    writer.text("message", "c");
    writer.keepUnlogged();
    List<Entry> entries = tail.entries();
    assertThat(entries).hasSize(3);
    assertThat(entries.get(0)).isEqualTo(Site.snapshot("ab").at(1_000_003));
    assertThat(entries.get(2)).isEqualTo(Draft.text("message", "c").at(1_000_005));
    assertThat(writer.isAhead()).isTrue();
    Append seeding = writer.take();
    assertThat(text(seeding)).isEqualTo("abc");
    writer.settle(Verdict.KEPT);
    assertThat(writer.isAhead()).isFalse();
  }

  @Test
  void keepsClearOfTheNumbersOfFormerOwners() {
    StreamWriter next = writer(new Opening("g", 2, 7, false, List.of()));
    next.text("message", "a");
    next.keepUnlogged();
    assertThat(tail.lastSeq()).isGreaterThan(1_000_000_000);
    StreamWriter third = writer(new Opening("g", 3, 7, true, List.of(Site.snapshot(""))));
    assertThat(third.take().entries().get(0).seq()).isEqualTo(2_000_000_001);
  }

  @Test
  void keepsClearOfThemAlsoWhenTheLogForgetsThatItHasTakenOver() {
    StreamWriter next = writer(new Opening("g", 2, 50, false, List.of()));
    next.text("message", "a");
    assertThat(next.take().entries().get(0).seq()).isEqualTo(51);
    next.settle(Verdict.LOST);
    assertThat(next.take().entries().get(0).seq()).isEqualTo(1_000_000_001);
  }

  @Test
  void showsNothingMoreOnceItIsGivenUpThoughATripIsUnderWay() {
    keep("a");
    writer.text("message", "b");
    writer.take();
    writer.abandon();
    writer.settle(Verdict.KEPT);
    writer.keepUnlogged();
    writer.lost();
    assertThat(writer.take()).isNull();
    assertThat(Site.text(tail.entries())).isEqualTo("a");
    assertThat(told.fences()).isEqualTo(1);
    writer.abandon();
    assertThat(told.fences()).isEqualTo(1);
  }

  @Test
  void neverTellsOfAnEndThatSomeoneElseWrites() {
    keep("a");
    boolean[] ended = new boolean[1];
    writer.end("done", "{}").thenRun(() -> ended[0] = true);
    writer.take();
    writer.abandon();
    tail.append(List.of(Draft.end("done", "{}").at(2)));
    writer.settle(Verdict.KEPT);
    assertThat(ended[0]).isFalse();
    assertThat(writer.isEnded()).isFalse();
  }

  @Test
  void takesOnlyTheEndOnceItIsSealed() {
    keep("a");
    writer.seal();
    writer.text("message", "b");
    writer.event("notice", "{}");
    assertThat(writer.text("message")).isEqualTo("a");
    writer.end("done", "{}");
    writer.end("done", "{}");
    assertThat(writer.take().entries()).extracting(Entry::form).containsExactly(Form.END);
    writer.settle(Verdict.KEPT);
    writer.lost();
    assertThat(writer.take()).as("after the end").isNull();
  }

  @Test
  void passesAStopOnTogetherWithWhatWasKept() {
    writer.text("message", "a");
    writer.take();
    writer.settle(Verdict.STOP_REQUESTED);
    assertThat(told.stops()).isEqualTo(1);
    assertThat(Site.text(tail.entries())).isEqualTo("a");
  }
}
