package org.streamchat.provider.control;

import static org.streamchat.provider.control.Wire.string;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;

/** Reads errors, in whatever form providers and what stands before them write them. */
final class ErrorParser {
  private ErrorParser() {}

  /** The error a body speaks of; what makes no sense is kept as a message to look for words in. */
  static ProviderError error(byte[] body) {
    try {
      JsonObject object = Wire.object(body, 0, body.length);
      ProviderError error = within(object);
      return error != null ? error : error(object, object);
    } catch (JsonException notJson) {
      // FastAPI, gateways and proxies answer in plain text.
      return new ProviderError(0, "", "", "", new String(body, StandardCharsets.UTF_8));
    }
  }

  /** The error that an event or a whole answer holds, null when it holds none. */
  static ProviderError within(JsonObject chunk) {
    JsonValue error = chunk.get("error");
    if (error instanceof JsonObject object) {
      return error(object, chunk);
    }
    if (error instanceof JsonString message) {
      return new ProviderError(0, "", "", "", message.getString());
    }
    if (!chunk.containsKey("choices")
        && ("error".equals(string(chunk, "object")) || "error".equals(string(chunk, "type")))) {
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
    if (status < 400 || status >= 600) {
      status = status(orEmpty(error.get("type")), orEmpty(error.get("code")));
    }
    return new ProviderError(
        status,
        code(error),
        orEmpty(error.get("type")),
        orEmpty(error.get("param")),
        orEmpty(error.get("message")) + orEmpty(error.get("detail")));
  }

  /** The status that a word stands for, which the event of a stream does not tell; else 0. */
  private static int status(String type, String code) {
    return switch (type.isEmpty() ? code : type) {
      case "invalid_request_error" -> 400;
      case "authentication_error" -> 401;
      case "permission_error" -> 403;
      case "not_found_error" -> 404;
      case "request_too_large" -> 413;
      case "rate_limit_error" -> 429;
      case "api_error", "server_error" -> 500;
      case "overloaded_error" -> 529;
      default -> "server_error".equals(code) ? 500 : 0;
    };
  }

  /** Some number their errors, beyond the statuses. */
  private static String code(JsonObject error) {
    return error.get("code") instanceof JsonNumber number
        ? number.toString()
        : orEmpty(error.get("code"));
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
    if (value instanceof JsonObject || value instanceof JsonArray) {
      return value.toString();
    }
    String string = string(value);
    return string == null ? "" : string;
  }
}
