package org.streamchat.provider.control;

import java.time.Duration;
import org.streamchat.platform.control.Environment;

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

  private static Duration limit(Environment environment, String name, int seconds) {
    return environment.duration(
        "streamchat.provider." + name, Duration.ofSeconds(seconds), LEAST, MOST);
  }
}
