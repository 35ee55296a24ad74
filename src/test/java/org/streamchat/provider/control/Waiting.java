package org.streamchat.provider.control;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, as long as a loaded machine may take. */
final class Waiting {
  private Waiting() {}

  static void until(String what, BooleanSupplier condition) {
    await(what)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(2))
        .until(condition::getAsBoolean);
  }
}
