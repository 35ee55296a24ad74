package org.streamchat.stream.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SurrogateJointTest {
  private final SurrogateJoint joint = new SurrogateJoint();

  @Test
  void holdsTheFirstHalfBackUntilTheSecondComes() {
    assertThat(joint.join("a\ud83d")).isEqualTo("a");
    assertThat(joint.join("")).isEmpty();
    assertThat(joint.join("\ude00b")).isEqualTo("😀b");
    assertThat(joint.join("c")).isEqualTo("c");
  }

  @Test
  void replacesWhatCannotBecomeAPair() {
    assertThat(joint.join("\ude00a")).isEqualTo("\uFFFDa");
    assertThat(joint.join("b\ud83d")).isEqualTo("b");
    assertThat(joint.join("c")).isEqualTo("\uFFFDc");
    assertThat(joint.join("\ud83d\ud83d")).isEqualTo("\uFFFD");
    assertThat(joint.join("\ude00")).isEqualTo("😀");
  }

  @Test
  void changesNothingOfAWellFormedTextWhereverItIsCut() {
    Random random = new Random(4);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = 0; j < 20; j++) {
        text.appendCodePoint(random.nextBoolean() ? 0x1F600 + random.nextInt(60) : '字');
      }
      SurrogateJoint own = new SurrogateJoint();
      StringBuilder joined = new StringBuilder();
      int from = 0;
      while (from < text.length()) {
        int to = Math.min(text.length(), from + random.nextInt(4));
        String piece = own.join(text.substring(from, to));
        assertThat(new String(piece.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
            .isEqualTo(piece);
        joined.append(piece);
        from = to;
      }
      assertThat(joined).hasToString(text.toString());
    }
  }
}
