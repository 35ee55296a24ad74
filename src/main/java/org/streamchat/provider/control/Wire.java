package org.streamchat.provider.control;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.streamchat.provider.entity.ModelRequest;
import org.streamchat.provider.entity.Turn;
import org.streamchat.provider.entity.Usage;

/** JSON as providers write it: any member may be absent, null or of another type. */
final class Wire {
  private static final JsonReaderFactory READERS =
      JsonProvider.provider().createReaderFactory(Map.of());
  private static final JsonGeneratorFactory GENERATORS =
      JsonProvider.provider().createGeneratorFactory(Map.of());

  private Wire() {}

  /**
   * @throws jakarta.json.JsonException when it is not a JSON object
   */
  static JsonObject object(byte[] bytes, int from, int to) {
    try (JsonReader reader =
        READERS.createReader(
            new StringReader(new String(bytes, from, to - from, StandardCharsets.UTF_8)))) {
      return reader.readObject();
    }
  }

  /** The member's object; an empty one when it is none. */
  static JsonObject child(JsonObject object, String member) {
    return object.get(member) instanceof JsonObject child ? child : JsonValue.EMPTY_JSON_OBJECT;
  }

  /** A string that says something, else null. */
  static String string(JsonValue value) {
    return value instanceof JsonString string && !string.getString().isEmpty()
        ? string.getString()
        : null;
  }

  static String string(JsonObject object, String member) {
    return string(object.get(member));
  }

  /** Null unless both are numbers. */
  static Usage usage(JsonObject usage, String prompt, String completion) {
    return usage.get(prompt) instanceof JsonNumber in
            && usage.get(completion) instanceof JsonNumber out
        ? new Usage(Math.max(0, in.longValue()), Math.max(0, out.longValue()))
        : null;
  }

  /** A JSON object in UTF-8. */
  static byte[] write(Consumer<JsonGenerator> members) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(4096);
    try (JsonGenerator json = GENERATORS.createGenerator(body, StandardCharsets.UTF_8)) {
      json.writeStartObject();
      members.accept(json);
      json.writeEnd();
    }
    return body.toByteArray();
  }

  /** What has been said, and, behind text that is there already, what makes the model go on. */
  static void turns(JsonGenerator json, String member, ModelRequest request) {
    json.writeStartArray(member);
    for (Turn turn : request.turns()) {
      message(json, turn.author(), turn.content());
    }
    if (!request.prefix().isEmpty()) {
      message(json, Turn.Author.ASSISTANT, request.prefix());
      message(json, Turn.Author.USER, Continuation.PROMPT);
    }
    json.writeEnd();
  }

  static void message(JsonGenerator json, Turn.Author author, String content) {
    json.writeStartObject()
        .write("role", author.name().toLowerCase(Locale.ROOT))
        .write("content", content)
        .writeEnd();
  }
}
