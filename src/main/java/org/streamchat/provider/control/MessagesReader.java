package org.streamchat.provider.control;

import static org.streamchat.provider.control.Wire.child;
import static org.streamchat.provider.control.Wire.string;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.function.Consumer;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;

/** Reads an answer of Anthropic's Messages. */
final class MessagesReader implements EventReader {
  /** What is read from and written to the cache is not part of input_tokens. */
  private static final List<String> INPUT =
      List.of("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens");

  private long promptTokens;
  private long completionTokens;

  @Override
  public void event(String name, byte[] bytes, int from, int to, Consumer<Chunk> heard) {
    JsonObject event = Wire.object(bytes, from, to);
    String type = string(event, "type");
    switch (type == null ? name : type) {
      case "message_start" -> {
        count(child(child(event, "message"), "usage"));
        heard.accept(Chunk.NOTHING);
      }
      case "content_block_start" -> heard.accept(said(child(event, "content_block")));
      case "content_block_delta" -> heard.accept(said(child(event, "delta")));
      case "message_delta" -> {
        count(child(event, "usage"));
        FinishReason reason = reason(string(child(event, "delta"), "stop_reason"));
        heard.accept(reason == null ? Chunk.NOTHING : Chunk.end(reason, usage()));
      }
      case "message_stop" -> heard.accept(Chunk.DONE);
      case "error" -> heard.accept(Chunk.failure(error(event)));
      default -> heard.accept(Chunk.NOTHING);
    }
  }

  @Override
  public Chunk whole(byte[] body) {
    JsonObject message = Wire.object(body, 0, body.length);
    ProviderError error = ErrorParser.within(message);
    if (error != null) {
      return Chunk.failure(error);
    }
    StringBuilder text = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    if (message.get("content") instanceof JsonArray blocks) {
      for (JsonValue block : blocks) {
        Chunk said = block instanceof JsonObject object ? said(object) : Chunk.NOTHING;
        text.append(said.text() == null ? "" : said.text());
        thinking.append(said.reasoning() == null ? "" : said.reasoning());
      }
    }
    count(child(message, "usage"));
    return new Chunk(
        text.isEmpty() ? null : text.toString(),
        thinking.isEmpty() ? null : thinking.toString(),
        reason(string(message, "stop_reason")),
        usage(),
        null);
  }

  private static Chunk said(JsonObject part) {
    String type = string(part, "type");
    return switch (type == null ? "" : type) {
      case "text", "text_delta" -> Chunk.of(string(part, "text"), null);
      case "thinking", "thinking_delta" -> Chunk.of(null, string(part, "thinking"));
      default -> Chunk.NOTHING;
    };
  }

  /** Figures are totals: the last ones count. */
  private void count(JsonObject usage) {
    if (INPUT.stream().anyMatch(member -> usage.get(member) instanceof JsonNumber)) {
      promptTokens = INPUT.stream().mapToLong(member -> number(usage.get(member))).sum();
    }
    if (usage.get("output_tokens") instanceof JsonNumber tokens) {
      completionTokens = Math.max(0, tokens.longValue());
    }
  }

  private Usage usage() {
    return promptTokens == 0 && completionTokens == 0
        ? null
        : new Usage(promptTokens, completionTokens);
  }

  private static long number(JsonValue value) {
    return value instanceof JsonNumber number ? Math.max(0, number.longValue()) : 0;
  }

  private static FinishReason reason(String word) {
    if (word == null) {
      return null;
    }
    return switch (word) {
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "refusal" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.STOP;
    };
  }

  private static ProviderError error(JsonObject event) {
    ProviderError error = ErrorParser.within(event);
    return error == null ? ProviderError.UNREADABLE : error;
  }
}
