package org.streamchat.provider.control;

import static org.streamchat.provider.control.Wire.child;
import static org.streamchat.provider.control.Wire.string;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.function.Consumer;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;

/** Reads an answer of Responses. */
final class ResponsesReader implements EventReader {
  private static final String PARAGRAPH = "\n\n";

  private String id;
  private long sequence;
  private boolean thought;

  /**
   * @param rejoined where the answer is rejoined; null for a new one
   */
  ResponsesReader(ResponsesPosition rejoined) {
    if (rejoined != null) {
      id = rejoined.id();
      sequence = rejoined.sequence();
      thought = rejoined.thought();
    }
  }

  @Override
  public String position() {
    return id == null ? null : new ResponsesPosition(id, sequence, thought).toString();
  }

  @Override
  public void event(String name, byte[] bytes, int from, int to, Consumer<Chunk> heard) {
    JsonObject event = Wire.object(bytes, from, to);
    String type = string(event, "type");
    if (event.get("sequence_number") instanceof JsonNumber number) {
      sequence = number.longValue();
    }
    switch (type == null ? name : type) {
      case "response.created" -> {
        JsonObject response = child(event, "response");
        if (response.getBoolean("background", false)
            && ResponsesPosition.isId(string(response, "id"))) {
          id = string(response, "id");
        }
        heard.accept(Chunk.NOTHING);
      }
      case "response.output_text.delta", "response.refusal.delta" ->
          heard.accept(Chunk.of(string(event, "delta"), null));
      case "response.reasoning_summary_part.added" -> {
        if (thought) {
          heard.accept(Chunk.of(null, PARAGRAPH));
        }
      }
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" -> {
        thought = true;
        heard.accept(Chunk.of(null, string(event, "delta")));
      }
      case "response.completed", "response.incomplete", "response.failed", "response.cancelled" -> {
        heard.accept(end(child(event, "response")));
        heard.accept(Chunk.DONE);
      }
      case "error" -> {
        ProviderError error = ErrorParser.within(event);
        heard.accept(Chunk.failure(error == null ? ProviderError.UNREADABLE : error));
      }
      default -> heard.accept(Chunk.NOTHING);
    }
  }

  @Override
  public Chunk whole(byte[] body) {
    JsonObject response = Wire.object(body, 0, body.length);
    ProviderError error = ErrorParser.within(response);
    if (error != null) {
      return Chunk.failure(error);
    }
    if (!response.containsKey("output")) {
      return Chunk.NOTHING;
    }
    Chunk end = end(response);
    return new Chunk(
        parts(response, "message", "content"),
        parts(response, "reasoning", "summary"),
        end.finish(),
        end.usage(),
        end.error());
  }

  private static Chunk end(JsonObject response) {
    Usage usage = Wire.usage(child(response, "usage"), "input_tokens", "output_tokens");
    String status = string(response, "status");
    return switch (status == null ? "completed" : status) {
      case "failed", "cancelled" -> {
        ProviderError error = ErrorParser.within(response);
        yield Chunk.failure(error == null ? ProviderError.UNREADABLE : error);
      }
      case "incomplete" ->
          Chunk.end(
              "content_filter".equals(string(child(response, "incomplete_details"), "reason"))
                  ? FinishReason.CONTENT_FILTER
                  : FinishReason.LENGTH,
              usage);
      default -> Chunk.end(FinishReason.STOP, usage);
    };
  }

  /** The texts of all output items of one type. */
  private static String parts(JsonObject response, String type, String member) {
    StringBuilder text = new StringBuilder();
    if (response.get("output") instanceof JsonArray items) {
      for (JsonValue item : items) {
        if (item instanceof JsonObject object
            && type.equals(string(object, "type"))
            && object.get(member) instanceof JsonArray parts) {
          parts.forEach(part -> append(text, part));
        }
      }
    }
    return text.isEmpty() ? null : text.toString();
  }

  private static void append(StringBuilder text, JsonValue part) {
    if (part instanceof JsonObject object) {
      String said = string(object, "text");
      said = said == null ? string(object, "refusal") : said;
      text.append(said == null ? "" : said);
    }
  }
}
