package org.streamchat.platform.control;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The time as it is stored: UTC, to the microsecond. */
public final class Now {
  private Now() {}

  public static LocalDateTime utc() {
    return LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
  }
}
