package org.streamchat.platform.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
  enum Policy {
    CONTINUE,
    FINISH_PARTIAL
  }

  private static Environment with(String value) {
    return Environment.of(Map.of("it", value));
  }

  @Test
  void takesBlankForNotSet() {
    assertThat(with("  ").text("it")).isEmpty();
    assertThat(with("  ").integer("it", 7, 1, 9)).isEqualTo(7);
    assertThat(with(" x ").text("it")).contains("x");
    assertThat(with("x").text("other", "fallback")).isEqualTo("fallback");
  }

  @ParameterizedTest
  @CsvSource({
    "500ms,PT0.5S",
    "10s,PT10S",
    "10 S,PT10S",
    "2m,PT2M",
    "1h,PT1H",
    "1d,PT24H",
    "PT3S,PT3S",
    "7,PT7S"
  })
  void readsTimes(String written, Duration meant) {
    assertThat(
            with(written).duration("it", Duration.ZERO, Duration.ofMillis(1), Duration.ofDays(1)))
        .isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-1s", "0s", "2d", "1.5s", "99999999999s"})
  void refusesTimesThatAreNone(String written) {
    assertThatThrownBy(
            () ->
                with(written)
                    .duration("it", Duration.ZERO, Duration.ofMillis(1), Duration.ofDays(1)))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("it takes a time such as")
        .hasMessageContaining(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10", "x", "1.5", "99999999999"})
  void refusesNumbersOutOfRange(String written) {
    assertThatThrownBy(() -> with(written).integer("it", 5, 1, 9))
        .hasMessage("it takes a whole number from 1 to 9, not \"" + written + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "2.1", "NaN", "warm"})
  void refusesDecimalsOutOfRange(String written) {
    assertThatThrownBy(() -> with(written).decimal("it", 0, 2))
        .hasMessageStartingWith("it takes a number from 0.0 to 2.0");
    assertThat(with("0.7").decimal("it", 0, 2)).contains(0.7);
  }

  @Test
  void readsAddresses() {
    assertThat(with("https://h:1/v1").uri("it", "http", "https"))
        .contains(URI.create("https://h:1/v1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://h", "h:80", "//h", "http://", "http://user:pass word@h", "localhost"})
  void refusesAddressesWithoutShowingThem(String written) {
    assertThatThrownBy(() -> with(written).uri("it", "http", "https"))
        .hasMessage("it takes an address such as http://host (http, https)");
  }

  @Test
  void readsChoicesAndFlags() {
    assertThat(with("finish-partial").choice("it", Policy.class, Policy.CONTINUE))
        .isEqualTo(Policy.FINISH_PARTIAL);
    assertThat(with("x").choice("other", Policy.class, Policy.CONTINUE)).isEqualTo(Policy.CONTINUE);
    assertThatThrownBy(() -> with("never").choice("it", Policy.class, Policy.CONTINUE))
        .hasMessage("it takes continue or finish-partial, not \"never\"");
    assertThat(with("TRUE").flag("it", false)).isTrue();
    assertThatThrownBy(() -> with("yes").flag("it", false))
        .hasMessage("it takes true or false, not \"yes\"");
  }

  @Test
  void neverShowsASecret() {
    assertThatThrownBy(() -> with("sk-1\nsk-2").secret("it"))
        .isInstanceOf(SettingException.class)
        .hasMessageNotContaining("sk-");
    Environment unreadable =
        new Environment(
            name -> {
              throw new NoSuchElementException("sk-1${x}");
            });
    assertThatThrownBy(() -> unreadable.secret("it"))
        .hasMessageNotContaining("sk-")
        .hasMessageStartingWith("it takes");
  }

  @Test
  void showsAWrongValueInOneShortLine() {
    assertThatThrownBy(() -> with("a\nb" + "x".repeat(500)).integer("it", 1, 1, 2))
        .message()
        .doesNotContain("\n")
        .hasSizeLessThan(150);
  }
}
