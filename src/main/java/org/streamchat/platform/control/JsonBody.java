package org.streamchat.platform.control;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * The JSON object that a request brings. Members that nobody asks for are ignored; one of a wrong
 * type is INVALID_REQUEST with its name in {@code member}; {@code null} is the same as absent,
 * except to {@link #has}.
 */
public final class JsonBody {
  private static final JsonParserFactory JSON =
      JsonProvider.provider().createParserFactory(Map.of());

  private final JsonObject json;

  private JsonBody(JsonObject json) {
    this.json = json;
  }

  /**
   * @throws ProblemException MALFORMED_REQUEST when it is not one JSON object in UTF-8;
   *     REQUEST_TOO_LARGE as the stream says
   */
  public static JsonBody read(InputStream body) {
    return new JsonBody(parse(body));
  }

  /** The same, but an empty body counts as {@code {}}. */
  public static JsonBody readOptional(InputStream body) {
    String text = text(body);
    return new JsonBody(text.isBlank() ? JsonValue.EMPTY_JSON_OBJECT : parse(text));
  }

  private static JsonObject parse(InputStream body) {
    return parse(text(body));
  }

  private static String text(InputStream body) {
    try {
      byte[] bytes = body == null ? new byte[0] : body.readAllBytes();
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw malformed("The body is not UTF-8");
    } catch (IOException broken) {
      throw malformed("The body could not be read to its end");
    }
  }

  private static JsonObject parse(String text) {
    try (JsonParser parser = JSON.createParser(new StringReader(text))) {
      if (parser.next() == JsonParser.Event.START_OBJECT) {
        JsonObject object = parser.getObject();
        if (parser.hasNext()) {
          throw malformed("The body is more than one JSON object");
        }
        return object;
      }
    } catch (ProblemException more) {
      throw more;
    } catch (JsonException | NoSuchElementException | IllegalStateException notJson) {
      throw malformed("The body is not JSON");
    } catch (RuntimeException | StackOverflowError limit) {
      // What parsers throw beyond their limits of depth or size differs.
      throw malformed("The body is not JSON that is taken here");
    }
    throw malformed("The body is not a JSON object");
  }

  /** Whether the member is there, be it {@code null}. */
  public boolean has(String member) {
    return json.containsKey(member);
  }

  /** Null when absent. */
  public String text(String member) {
    JsonValue value = value(member);
    if (value == null) {
      return null;
    }
    if (value instanceof JsonString text) {
      return text.getString();
    }
    throw invalid(member, "a text");
  }

  /**
   * @throws ProblemException INVALID_REQUEST also when it is absent
   */
  public String requiredText(String member) {
    String text = text(member);
    if (text == null) {
      throw invalid(member, "a text, and is required");
    }
    return text;
  }

  /** Null when absent. */
  public Double decimal(String member) {
    JsonValue value = value(member);
    if (value == null) {
      return null;
    }
    if (value instanceof JsonNumber number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw invalid(member, "a number");
  }

  /** Null when absent. */
  public Integer integer(String member) {
    JsonValue value = value(member);
    if (value == null) {
      return null;
    }
    try {
      if (value instanceof JsonNumber number) {
        return number.intValueExact();
      }
    } catch (ArithmeticException notWhole) {
      // The same answer as for what is no number.
    }
    throw invalid(member, "a whole number");
  }

  /** Null when absent. */
  public Long count(String member) {
    JsonValue value = value(member);
    if (value == null) {
      return null;
    }
    try {
      if (value instanceof JsonNumber number) {
        return number.longValueExact();
      }
    } catch (ArithmeticException notWhole) {
      // The same answer as for what is no number.
    }
    throw invalid(member, "a whole number");
  }

  /** Null when absent. */
  public JsonBody object(String member) {
    JsonValue value = value(member);
    if (value == null || value instanceof JsonObject) {
      return value == null ? null : new JsonBody(value.asJsonObject());
    }
    throw invalid(member, "an object");
  }

  /** Empty when absent. */
  public List<String> texts(String member) {
    JsonValue value = value(member);
    if (value == null) {
      return List.of();
    }
    if (value instanceof JsonArray array && array.stream().allMatch(JsonString.class::isInstance)) {
      return array.getValuesAs(JsonString.class).stream().map(JsonString::getString).toList();
    }
    throw invalid(member, "a list of texts");
  }

  /** Empty when absent. */
  public List<JsonBody> objects(String member) {
    JsonValue value = value(member);
    if (value == null) {
      return List.of();
    }
    if (value instanceof JsonArray array && array.stream().allMatch(JsonObject.class::isInstance)) {
      return array.stream().map(item -> new JsonBody(item.asJsonObject())).toList();
    }
    throw invalid(member, "a list of objects");
  }

  private JsonValue value(String member) {
    JsonValue value = json.get(member);
    return value == null || value.getValueType() == JsonValue.ValueType.NULL ? null : value;
  }

  private static ProblemException invalid(String member, String takes) {
    return new ProblemException(Problem.INVALID_REQUEST, member + " takes " + takes)
        .with("member", member);
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(Problem.MALFORMED_REQUEST, detail);
  }
}
