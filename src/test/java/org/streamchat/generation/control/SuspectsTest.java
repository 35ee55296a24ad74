package org.streamchat.generation.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SuspectsTest {
  private static final Set<String> ONE = Set.of("g");
  private static final Set<String> NONE = Set.of();

  private final Suspects suspects = new Suspects(Duration.ofSeconds(5), Duration.ofSeconds(1));

  private Set<String> found(Set<String> orphans, long second) {
    return suspects.confirmed(orphans, at(second));
  }

  private static long at(long second) {
    return Duration.ofSeconds(second).toNanos();
  }

  @Test
  void areConfirmedByBeingFoundTwiceInARow() {
    assertThat(found(ONE, 0)).isEmpty();
    assertThat(found(NONE, 1)).isEmpty();
    assertThat(found(ONE, 2)).isEmpty();
    assertThat(found(Set.of("g", "other"), 3)).containsExactly("g");
  }

  @Test
  void areGivenTheTimeOfALeaseOnceTheLogAnswersAgain() {
    assertThat(found(ONE, 0)).isEmpty();
    suspects.unknown();
    assertThat(found(ONE, 10)).isEmpty();
    assertThat(found(ONE, 11)).isEmpty();
    assertThat(found(ONE, 14)).isEmpty();
    assertThat(found(ONE, 15)).containsExactly("g");
  }

  @Test
  void areConfirmedAllTheSameAfterASilenceThatNoLeaseExpiresIn() {
    assertThat(found(ONE, 0)).isEmpty();
    suspects.unknown();
    suspects.unknown();
    assertThat(found(ONE, 3)).containsExactly("g");
  }

  @Test
  void areRecentUntilALeaseWouldHaveExpired() {
    assertThat(suspects.isRecent("g", at(0))).isTrue();
    found(ONE, 0);
    assertThat(found(ONE, 4)).containsExactly("g");
    assertThat(suspects.isRecent("g", at(4))).isTrue();
    assertThat(found(ONE, 5)).containsExactly("g");
    assertThat(suspects.isRecent("g", at(5))).isFalse();
  }
}
