package org.streamchat.generation.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TitlesTest {
  @Test
  void takesTheFirstLineWithoutItsDecoration() {
    assertThat(Titles.title("\n **\"How bees find home.\"** \nAnd more"))
        .contains("How bees find home");
    assertThat(Titles.title("《蜜蜂如何回家》。")).contains("蜜蜂如何回家");
    assertThat(Titles.title("What is C++?")).contains("What is C++?");
  }

  @Test
  void takesNothingFromNothing() {
    assertThat(Titles.title("")).isEmpty();
    assertThat(Titles.title(" \n ** \n\"\"")).isEmpty();
  }

  @Test
  void isShort() {
    assertThat(Titles.title("🙂".repeat(500)).orElseThrow()).isEqualTo("🙂".repeat(80));
  }
}
