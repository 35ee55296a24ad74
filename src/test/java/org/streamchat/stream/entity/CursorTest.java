package org.streamchat.stream.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

class CursorTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 42, 10_000_000, 999_999_999_999_999L})
  void isReadBackFromTheWire(long seq) {
    Cursor cursor = new Cursor("01890a5d-ac96-774b-bcce-b302099a8057", seq);
    assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "abc",
        "abc:",
        ":1",
        "abc:-1",
        "abc:+1",
        "abc:1 ",
        " abc:1",
        "abc:1\n",
        "abc:1:2",
        "abc:1.0",
        "abc:0x1",
        "abc:١",
        "abc:1000000000000000",
        "abc:99999999999999999999",
        "a b:1",
        "a/b:1",
        "a}b:1",
        "ä:1",
        "abc_1:1",
        "*:1",
        "01890a5d-ac96-774b-bcce-b302099a8057-01890a5d-ac96-774b-bcce-b302099a8057:1"
      })
  void isRefusedWhenThisServiceCannotHaveSentIt(String wire) {
    assertThatThrownBy(() -> Cursor.parse(wire))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem()).isEqualTo(Problem.MALFORMED_CURSOR));
  }

  @Test
  void beginsBeforeTheFirstEntry() {
    assertThat(Cursor.start("abc")).hasToString("abc:0");
  }

  @Test
  void isNeverNegative() {
    assertThatThrownBy(() -> new Cursor("abc", -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
