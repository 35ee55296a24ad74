package org.streamchat.conversation.entity;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * Instants as {@code DATETIME(6)} in UTC. Written and read as text: what drivers make of times
 * depends on the zones of the server, the connection and the database, and knows hours that
 * daylight saving time skips.
 */
@Converter(autoApply = true)
public class StoredTime implements AttributeConverter<Instant, String> {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter();

  public static String text(Instant time) {
    return FORMAT.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
  }

  @Override
  public String convertToDatabaseColumn(Instant time) {
    return time == null ? null : text(time);
  }

  @Override
  public Instant convertToEntityAttribute(String stored) {
    // Some drivers write a space between date and time, some a T.
    return stored == null
        ? null
        : LocalDateTime.parse(stored.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
  }
}
