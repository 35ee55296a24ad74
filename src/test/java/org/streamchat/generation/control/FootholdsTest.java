package org.streamchat.generation.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streamchat.generation.control.Footholds.Foothold;

class FootholdsTest {
  private final Foothold first = new Foothold("resp_1:0", 3, 0);
  private final Foothold latest = new Foothold("resp_1:42+", 10, 4);
  private final Footholds both = Footholds.at(first).reached(latest);

  @Test
  void takesTheNewestPlaceThatTheTextsReach() {
    assertThat(both.within("0123456789", "0123")).contains(latest);
    assertThat(both.within("0123456789 and on", "0123 and on")).contains(latest);
    assertThat(both.within("012345678", "0123")).contains(first);
    assertThat(both.within("0123456789", "012")).contains(first);
    assertThat(both.within("01", "0123")).isEmpty();
  }

  @Test
  void isReadAsItWasWritten() {
    assertThat(Footholds.read(both.written())).contains(both);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "resp 1 2", "a 1 2 b 3", "a 1 2 b 3 x", "a 1 2 b 3 99999999999"})
  void isNothingWhenItCannotBeRead(String written) {
    assertThat(Footholds.read(written)).isEmpty();
  }

  @Test
  void dropsWhatIsKnownHoweverItIsCut() {
    Repeated repeated = new Repeated("known text");
    assertThat(repeated.fresh("known")).isEmpty();
    assertThat(repeated.isThrough()).isFalse();
    assertThat(repeated.fresh(" text and")).isEqualTo(" and");
    assertThat(repeated.isThrough()).isTrue();
    assertThat(repeated.fresh(" more")).isEqualTo(" more");
  }

  @Test
  void noticesAnotherAnswer() {
    Repeated repeated = new Repeated("known text");
    assertThat(repeated.fresh("known")).isEmpty();
    assertThat(repeated.fresh(" test")).isNull();
  }
}
