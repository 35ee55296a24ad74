package org.streamchat.stream.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.streamchat.stream.control.Site.Told;
import org.streamchat.stream.control.StreamLog.Verdict;
import org.streamchat.stream.control.StreamWriter.Opening;

class GatheringTest {
  /** Pieces written at once come within any time. */
  private static final long MOST = Duration.ofHours(1).toNanos();

  private final Gathering gathering = new Gathering(MOST, 0, 0);
  private final StreamWriter writer =
      new StreamWriter(
          new Opening("g", 1, 0, true, List.of()),
          new Tail("g"),
          Map.of(),
          Site::seed,
          new Told(),
          ready -> {});
  private long now;

  private void flows() {
    writer.text("message", "a");
    writer.text("message", "b");
    kept();
    writer.text("message", "c");
  }

  private void kept() {
    writer.take();
    writer.settle(Verdict.KEPT);
  }

  /** What goes now of what has come. */
  private List<StreamWriter> sifted(StreamWriter... come) {
    List<StreamWriter> writers = new ArrayList<>(List.of(come));
    now += 1_000_000;
    gathering.sift(writers, now);
    return writers;
  }

  /** Others have something new, {@code Gathering.MUCH} times a second. */
  private void much() {
    StreamWriter[] others = Collections.nCopies(10, silent()).toArray(StreamWriter[]::new);
    for (int i = 0; i < 1_000; i++) {
      sifted(others);
    }
  }

  private StreamWriter silent() {
    return new StreamWriter(
        new Opening("other", 1, 0, true, List.of()),
        new Tail("other"),
        Map.of(),
        Site::seed,
        new Told(),
        ready -> {});
  }

  @Test
  void letsNothingWaitWhenThereIsLittleToDo() {
    flows();
    assertThat(sifted(writer)).containsExactly(writer);
  }

  @Test
  void letsTextThatFlowsWaitWhenThereIsMuchToDo() {
    flows();
    much();
    assertThat(sifted(writer)).isEmpty();
    now += MOST;
    assertThat(sifted()).containsExactly(writer);
  }

  @Test
  void letsNoBeginningWait() {
    much();
    writer.text("message", "a");
    assertThat(sifted(writer)).containsExactly(writer);
    kept();
  }

  @Test
  void letsNothingWaitThatIsNotText() {
    flows();
    much();
    writer.event("notice", "{}");
    assertThat(sifted(writer)).containsExactly(writer);
  }

  @Test
  void saysWhenTheFirstOfThoseThatWaitIsDue() {
    assertThat(gathering.idleNanos(now, 5)).isEqualTo(5);
    flows();
    much();
    sifted(writer);
    assertThat(gathering.idleNanos(now, Long.MAX_VALUE)).isEqualTo(MOST);
    assertThat(gathering.idleNanos(now + MOST, 5)).isZero();
  }
}
