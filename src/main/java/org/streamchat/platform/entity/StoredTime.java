package org.streamchat.platform.entity;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;

/**
 * Instants as texts of {@code DATETIME(6)} in UTC. Entities hold them so because what drivers and
 * persistence providers make of times depends on the zones of the server, the connection and the
 * database, and knows hours that daylight saving time skips.
 */
public final class StoredTime {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter();

  private StoredTime() {}

  /** To the microsecond: a database that is given more digits uses no index to compare them. */
  public static String of(Instant time) {
    return FORMAT.format(
        LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC));
  }

  public static Instant instant(String stored) {
    // Some drivers write a space between date and time, some a T.
    return LocalDateTime.parse(stored.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
  }
}
