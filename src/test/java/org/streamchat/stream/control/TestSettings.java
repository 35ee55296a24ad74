package org.streamchat.stream.control;

import java.net.URI;
import java.time.Duration;

/** Settings under which nothing takes long. */
public final class TestSettings {
  public static final Duration RETENTION = Duration.ofHours(2);
  public static final Duration MAX_DURATION = Duration.ofMinutes(10);
  private static final URI NOWHERE = URI.create("redis://localhost:1");

  private TestSettings() {}

  public static StreamSettings redis(String url) {
    return settings(URI.create(url), Duration.ofSeconds(5), Duration.ofMillis(1));
  }

  /** The log is given up after two fifths of the lease. */
  public static StreamSettings memory(Duration lease) {
    return settings(NOWHERE, lease, Duration.ZERO);
  }

  /** No trip follows another by itself. */
  static StreamSettings unhurried() {
    return settings(NOWHERE, Duration.ofSeconds(5), Duration.ofDays(1));
  }

  private static StreamSettings settings(URI redis, Duration lease, Duration flush) {
    return new StreamSettings(
        redis,
        "sc:",
        RETENTION,
        MAX_DURATION,
        lease,
        flush,
        Duration.ofMillis(50),
        Duration.ofMillis(200),
        1_000);
  }
}
