package org.streamchat.provider.control;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.streamchat.platform.control.Environment;
import org.streamchat.problem.ProblemException;

/**
 * How long providers are waited for.
 *
 * @param connection until the connection stands
 * @param firstToken from the question to the first piece of text or reasoning, retries included
 * @param idle between two pieces
 * @param retries what is tried again
 */
record Patience(Duration connection, Duration firstToken, Duration idle, RetryPolicy retries) {
  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofHours(1);

  static Patience from(Environment environment) {
    return new Patience(
        limit(environment, "connect-timeout", 10),
        limit(environment, "first-token-timeout", 120),
        limit(environment, "idle-timeout", 60),
        RetryPolicy.USUAL);
  }

  /**
   * The pause before a question is put again; empty when it is not, or not in time.
   *
   * @param sinceNanos how long ago it was put first
   */
  Optional<Duration> pause(int tried, Duration waited, ProblemException failure, long sinceNanos) {
    Duration left = firstToken.minusNanos(sinceNanos);
    return retries
        .pause(tried, waited, failure, ThreadLocalRandom.current().nextDouble())
        .filter(pause -> pause.compareTo(left) < 0);
  }

  private static Duration limit(Environment environment, String name, int seconds) {
    return environment.duration(
        "streamchat.provider." + name, Duration.ofSeconds(seconds), LEAST, MOST);
  }
}
