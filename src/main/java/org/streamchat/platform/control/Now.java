package org.streamchat.platform.control;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The time as precisely as it is stored: to the microsecond. */
public final class Now {
  private Now() {}

  public static Instant micros() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
