package org.streamchat.provider.control;

import java.time.Duration;
import java.util.Optional;
import org.streamchat.problem.ProblemException;

/**
 * When a question that failed before its first word is put again.
 *
 * @param most how many times
 * @param first the pause before the first of them; later ones are four times the one before
 * @param longest how long all pauses together may be: a provider that asks for more is believed,
 *     and the failure told
 */
record RetryPolicy(int most, Duration first, Duration longest) {
  static final RetryPolicy NEVER = new RetryPolicy(0, Duration.ZERO, Duration.ZERO);
  static final RetryPolicy USUAL =
      new RetryPolicy(2, Duration.ofMillis(300), Duration.ofSeconds(8));

  private static final int GROWTH = 4;
  private static final double SPREAD = 0.25;

  /**
   * The pause before the next try; empty when there is none.
   *
   * @param tried how many retries there were
   * @param waited how long they were waited for
   * @param chance from 0 to 1: spreads those that failed together
   */
  Optional<Duration> pause(int tried, Duration waited, ProblemException failure, double chance) {
    if (tried >= most || !passes(failure)) {
      return Optional.empty();
    }
    Duration pause =
        failure.members().get("retryAfter") instanceof Number seconds
            ? Duration.ofSeconds(seconds.longValue())
            : Duration.ofMillis(
                (long) (first.toMillis() * Math.pow(GROWTH, tried) * (1 + SPREAD * chance)));
    return waited.plus(pause).compareTo(longest) > 0 ? Optional.empty() : Optional.of(pause);
  }

  /** Whether the same may go well a moment later. */
  private static boolean passes(ProblemException failure) {
    return switch (failure.problem()) {
      case PROVIDER_RATE_LIMITED, PROVIDER_UNREACHABLE, PROVIDER_BROKE_OFF -> true;
      case PROVIDER_FAILED, PROVIDER_TIMED_OUT ->
          failure.members().get("providerStatus") instanceof Integer status && status >= 408;
      default -> false;
    };
  }
}
