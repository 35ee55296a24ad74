package org.streamchat.stream.control;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what comes within milliseconds. */
public final class Soon {
  private static final Duration POLL = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private Soon() {}

  public static void soon(Callable<Boolean> condition) {
    await().atMost(LONGEST).pollDelay(Duration.ZERO).pollInterval(POLL).until(condition);
  }
}
