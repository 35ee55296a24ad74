package org.streamchat.problem;

import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Problems as JSON (RFC 9457), for whole responses as for events of a stream. */
public final class ProblemJson {
  /** The content type, to be used exactly so. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final JsonBuilderFactory JSON =
      JsonProvider.provider().createBuilderFactory(Map.of());

  private ProblemJson() {}

  /** {@code type}, {@code title}, {@code status}, {@code detail} and the extension members. */
  public static JsonObject toJson(ProblemException exception) {
    return toJson(exception.problem(), exception.getMessage(), exception.members());
  }

  /**
   * @param detail null when there is nothing to add to the title
   * @param members extension members; what is neither a number nor a boolean is written as a text
   */
  public static JsonObject toJson(Problem problem, String detail, Map<String, ?> members) {
    JsonObjectBuilder json = JSON.createObjectBuilder();
    json.add("type", problem.type()).add("title", problem.title()).add("status", problem.status());
    if (detail != null) {
      json.add("detail", detail);
    }
    members.forEach((name, value) -> add(json, name, value));
    return json.build();
  }

  public static byte[] toBytes(JsonObject problem) {
    return problem.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void add(JsonObjectBuilder json, String name, Object value) {
    if (value instanceof Boolean flag) {
      json.add(name, flag);
    } else if (value instanceof Integer || value instanceof Long) {
      json.add(name, ((Number) value).longValue());
    } else if (value instanceof Number number) {
      json.add(name, new BigDecimal(number.toString()));
    } else if (value != null) {
      json.add(name, value.toString());
    }
  }
}
