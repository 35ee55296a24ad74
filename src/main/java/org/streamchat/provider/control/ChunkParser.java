package org.streamchat.provider.control;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.streamchat.provider.entity.Usage;

/**
 * Reads any chunk of a stream, a whole completion, and any error body: with everything that
 * providers make of them.
 */
final class ChunkParser {
  private static final JsonReaderFactory READERS =
      JsonProvider.provider().createReaderFactory(Map.of());

  private ChunkParser() {}

  /**
   * Understands a chunk ({@code delta}), a completion ({@code message}) and an error object.
   *
   * @throws JsonException when it is not a JSON object
   */
  static Chunk parse(byte[] bytes, int from, int to) {
    JsonObject chunk = object(bytes, from, to);
    ProviderError error = error(chunk);
    if (error != null) {
      return new Chunk(null, null, null, null, error);
    }
    String text = null;
    String reasoning = null;
    String finish = null;
    if (chunk.get("choices") instanceof JsonArray choices
        && !choices.isEmpty()
        && choices.get(0) instanceof JsonObject choice) {
      finish = string(choice.get("finish_reason"));
      JsonObject said =
          choice.get("delta") instanceof JsonObject delta
              ? delta
              : choice.get("message") instanceof JsonObject message
                  ? message
                  : JsonObject.EMPTY_JSON_OBJECT;
      text = text(said.get("content"), "text", "text");
      if (text == null) {
        text = string(said.get("refusal"));
      }
      reasoning = string(said.get("reasoning_content"));
      if (reasoning == null) {
        reasoning = string(said.get("reasoning"));
      }
      if (reasoning == null) {
        reasoning = text(said.get("content"), "thinking", "thinking");
      }
    }
    return new Chunk(text, reasoning, finish, usage(chunk), null);
  }

  /**
   * The error a body speaks of, in whatever form; {@link ProviderError#UNREADABLE} when it makes no
   * sense.
   */
  static ProviderError error(byte[] body) {
    try {
      JsonObject object = object(body, 0, body.length);
      ProviderError error = error(object);
      return error != null ? error : error(object, object);
    } catch (JsonException notJson) {
      // FastAPI, gateways and proxies answer in plain text: enough to look for a word in.
      return new ProviderError(0, "", "", "", new String(body, StandardCharsets.UTF_8));
    }
  }

  private static ProviderError error(JsonObject chunk) {
    JsonValue error = chunk.get("error");
    if (error instanceof JsonObject object) {
      return error(object, chunk);
    }
    if (error instanceof JsonString message) {
      return new ProviderError(0, "", "", "", message.getString());
    }
    if (!chunk.containsKey("choices") && "error".equals(string(chunk.get("object")))) {
      return error(chunk, chunk);
    }
    return null;
  }

  private static ProviderError error(JsonObject error, JsonObject around) {
    int status = number(error.get("code"));
    if (status == 0) {
      status = number(error.get("status"));
    }
    if (status == 0) {
      status = number(around.get("status"));
    }
    return new ProviderError(
        status >= 400 && status < 600 ? status : 0,
        orEmpty(error.get("code")),
        orEmpty(error.get("type")),
        orEmpty(error.get("param")),
        orEmpty(error.get("message")) + orEmpty(error.get("detail")));
  }

  private static Usage usage(JsonObject chunk) {
    if (!(chunk.get("usage") instanceof JsonObject usage)
        || !(usage.get("prompt_tokens") instanceof JsonNumber prompt)
        || !(usage.get("completion_tokens") instanceof JsonNumber completion)) {
      return null;
    }
    return new Usage(Math.max(0, prompt.longValue()), Math.max(0, completion.longValue()));
  }

  /**
   * Content is a string, or parts of which those of one type hold the text: themselves or in parts
   * of their own.
   */
  private static String text(JsonValue content, String type, String member) {
    if (content instanceof JsonString string) {
      return type.equals("text") ? string(string) : null;
    }
    if (!(content instanceof JsonArray parts)) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (JsonValue part : parts) {
      if (part instanceof JsonString string && type.equals("text")) {
        text.append(string.getString());
      } else if (part instanceof JsonObject object && type.equals(string(object.get("type")))) {
        String own = string(object.get(member));
        String inner = own != null ? own : text(object.get(member), "text", "text");
        text.append(inner == null ? "" : inner);
      }
    }
    return text.isEmpty() ? null : text.toString();
  }

  private static JsonObject object(byte[] bytes, int from, int to) {
    try (JsonReader reader =
        READERS.createReader(
            new StringReader(new String(bytes, from, to - from, StandardCharsets.UTF_8)))) {
      return reader.readObject();
    }
  }

  private static int number(JsonValue value) {
    if (value instanceof JsonNumber number) {
      return number.intValue();
    }
    String digits = string(value);
    return digits != null
            && digits.length() == 3
            && digits.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Integer.parseInt(digits)
        : 0;
  }

  private static String orEmpty(JsonValue value) {
    String string = string(value);
    return string == null ? "" : string;
  }

  /** A string that says something, else null. */
  private static String string(JsonValue value) {
    return value instanceof JsonString string && !string.getString().isEmpty()
        ? string.getString()
        : null;
  }
}
