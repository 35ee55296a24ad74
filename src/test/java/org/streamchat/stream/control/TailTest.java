package org.streamchat.stream.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.streamchat.stream.Page;
import org.streamchat.stream.entity.Draft;
import org.streamchat.stream.entity.Entry;
import org.streamchat.stream.entity.Entry.Form;
import org.streamchat.stream.entity.Frame;

class TailTest {
  private static final int MOST_BYTES = 256 * 1024;

  private static List<Draft> answer(long seed) {
    Random random = new Random(seed);
    List<Draft> drafts = new ArrayList<>();
    drafts.add(Draft.event("session", "{}"));
    int size = 5 + random.nextInt(60);
    for (int i = 0; i < size; i++) {
      switch (random.nextInt(10)) {
        case 0 -> drafts.add(Draft.event("notice", "{\"n\":" + i + "}"));
        case 1, 2, 3 -> drafts.add(Draft.text("reasoning", "thought " + i + "\n"));
        default -> drafts.add(Draft.text("message", "片段 " + i + " "));
      }
    }
    drafts.add(Draft.end("done", "{\"end\":true}"));
    return drafts;
  }

  /** What a reader would make of these entries: text pieces of one type in a row are one. */
  private static String whole(List<Entry> entries) {
    StringBuilder whole = new StringBuilder();
    String type = null;
    for (Entry entry : entries) {
      if (entry.form() != Form.TEXT || !entry.type().equals(type)) {
        whole.append('|').append(entry.type()).append(':');
      }
      type = entry.form() == Form.TEXT ? entry.type() : null;
      whole.append(entry.payload());
    }
    return whole.toString();
  }

  private static String framesAfter(Tail tail, long cursor) {
    StringBuilder joined = new StringBuilder();
    long seen = cursor;
    for (Frame frame = tail.after(seen); frame != null; frame = tail.after(seen)) {
      assertThat(frame.seq()).isGreaterThan(seen);
      seen = frame.seq();
      boolean text = frame.type().equals("message") || frame.type().equals("reasoning");
      joined.append('|').append(frame.type()).append(':');
      joined.append(text ? content(frame) : frame.data());
      assertThat(frame.last()).isEqualTo(tail.isEndedAt(seen));
    }
    return joined.toString();
  }

  private static String content(Frame frame) {
    return Page.json(frame.data()).getString("content");
  }

  private static int bytes(Frame frame) {
    return frame.data().getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void givesFromEveryCursorExactlyTheRest() {
    for (long seed = 0; seed < 20; seed++) {
      Tail tail = Tail.of("g", 0, answer(seed));
      List<Entry> entries = tail.entries();
      for (int cursor = 0; cursor <= entries.size(); cursor++) {
        assertThat(framesAfter(tail, cursor))
            .isEqualTo(whole(entries.subList(cursor, entries.size())));
      }
    }
  }

  @Test
  void boundsEveryFrameEvenIfEveryCharacterIsEscaped() {
    List<Draft> drafts = new ArrayList<>();
    for (String worst : List.of("\u0001", "\u2028", "你", "👍", "\"")) {
      for (int i = 0; i < 30; i++) {
        drafts.add(Draft.text("message", worst.repeat(9_999 / worst.length())));
      }
    }
    Tail tail = Tail.of("g", 0, drafts);
    long seen = 0;
    StringBuilder text = new StringBuilder();
    for (Frame frame = tail.after(seen); frame != null; frame = tail.after(seen)) {
      assertThat(bytes(frame)).isLessThanOrEqualTo(MOST_BYTES);
      text.append(content(frame));
      seen = frame.seq();
    }
    StringBuilder all = new StringBuilder();
    drafts.forEach(draft -> all.append(draft.payload()));
    assertThat(text.toString().contentEquals(all)).isTrue();
  }

  @Test
  void boundsTheEntriesThatAWriterMakesOfOneHugePiece() {
    for (String worst : List.of("\u0001", "👍", "x👍")) {
      Pending pending = new Pending();
      pending.text("message", worst.repeat(70_000));
      Tail tail = Tail.of("g", 0, pending.drain());
      StringBuilder text = new StringBuilder();
      for (Entry entry : tail.entries()) {
        assertThat(Character.isLowSurrogate(entry.payload().charAt(0))).isFalse();
        assertThat(bytes(tail.after(entry.seq() - 1))).isLessThanOrEqualTo(MOST_BYTES);
        text.append(entry.payload());
      }
      assertThat(text.toString().equals(worst.repeat(70_000))).isTrue();
    }
  }

  @Test
  void sendsAReaderFromBeyondTheEndBackToTheBeginning() {
    Tail tail = Tail.of("g", 0, answer(1));
    assertThat(tail.after(tail.lastSeq() + 1))
        .isEqualTo(new Frame(0, "snapshot", "{\"content\":\"\"}", false));
    assertThat(tail.isEndedAt(tail.lastSeq() + 1)).isFalse();
  }

  @Test
  void hasNothingToSayBeforeAnythingIsKnown() {
    Tail tail = new Tail("g");
    assertThat(tail.after(0)).isNull();
    assertThat(tail.after(7)).as("a cursor that will be known once the log is read").isNull();
  }

  @Test
  void takesAnEntryOnceAndNoneAfterAGap() {
    Tail tail = new Tail("g");
    tail.append(StreamLogContract.texts(1, 3));
    tail.append(StreamLogContract.texts(2, 5));
    assertThat(tail.entries()).isEqualTo(StreamLogContract.texts(1, 5));
    assertThatThrownBy(() -> tail.append(StreamLogContract.texts(7, 8)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(tail.lastSeq()).isEqualTo(5);
  }

  @Test
  void takesASnapshotAfterAnyLowerNumber() {
    Tail tail = new Tail("g");
    tail.append(StreamLogContract.texts(1, 3));
    tail.append(List.of(Draft.snapshot("snapshot", "{}").at(10)));
    assertThat(tail.after(3)).isEqualTo(new Frame(10, "snapshot", "{}", false));
  }

  @Test
  void keepsNoTextThatASnapshotReplaces() {
    Tail tail = new Tail("g");
    Entry event = Draft.event("session", "{}").at(1);
    Entry newest = Draft.snapshot("snapshot", "{}").at(30);
    tail.append(List.of(event));
    tail.append(StreamLogContract.texts(2, 3));
    tail.append(List.of(Draft.snapshot("snapshot", "{}").at(10)));
    tail.append(StreamLogContract.texts(11, 12));
    tail.append(List.of(Draft.event("notice", "{}").at(13), newest));
    assertThat(tail.entries()).containsExactly(event, newest);
    assertThat(tail.after(2)).isEqualTo(new Frame(30, "snapshot", "{}", false));
  }

  @Test
  void takesNothingAfterTheEnd() {
    Tail tail = Tail.of("g", 0, answer(1));
    long end = tail.lastSeq();
    tail.append(StreamLogContract.texts(end + 1, end + 2));
    tail.conclude(end, answer(2));
    assertThat(tail.isEndedAt(end)).isTrue();
  }

  @Test
  void isConcludedAboveWhatItHasAndAboveTheLeast() {
    Tail tail = new Tail("g");
    tail.append(StreamLogContract.texts(1, 3));
    List<Draft> last = List.of(Draft.snapshot("snapshot", "{}"), Draft.end("done", "{}"));
    tail.conclude(10, last);
    assertThat(tail.entries()).endsWith(last.get(0).at(11), last.get(1).at(12));
  }

  @Test
  void wakesEveryReaderEvenIfOneCannotBeWoken() {
    Tail tail = new Tail("g");
    AtomicInteger woken = new AtomicInteger();
    for (int i = 0; i < 10; i++) {
      tail.attach(woken::incrementAndGet);
    }
    tail.attach(
        () -> {
          throw new IllegalStateException("closing");
        });
    tail.append(StreamLogContract.texts(1, 1));
    tail.append(StreamLogContract.texts(2, 2));
    assertThat(woken).hasValue(20);
  }
}
