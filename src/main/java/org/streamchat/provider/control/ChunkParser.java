package org.streamchat.provider.control;

import static org.streamchat.provider.control.Wire.string;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;

/**
 * Reads any chunk of a Chat Completions stream and a whole completion: with everything that
 * providers make of them.
 */
final class ChunkParser {
  private ChunkParser() {}

  /**
   * Understands a chunk ({@code delta}), a completion ({@code message}) and an error object.
   *
   * @throws JsonException when it is not a JSON object
   */
  static Chunk parse(byte[] bytes, int from, int to) {
    JsonObject chunk = Wire.object(bytes, from, to);
    ProviderError error = ErrorParser.within(chunk);
    if (error != null) {
      return Chunk.failure(error);
    }
    if (!(chunk.get("choices") instanceof JsonArray choices)
        || choices.isEmpty()
        || !(choices.get(0) instanceof JsonObject choice)) {
      return new Chunk(null, null, null, usage(chunk), null);
    }
    JsonObject said =
        choice.get("delta") instanceof JsonObject delta ? delta : Wire.child(choice, "message");
    Usage usage = usage(chunk);
    String finish = string(choice, "finish_reason");
    boolean broken = isBreak(finish);
    return new Chunk(
        text(said),
        reasoning(said),
        broken ? null : reason(finish),
        usage != null ? usage : usage(choice),
        broken ? ProviderError.UNREADABLE : null);
  }

  private static String text(JsonObject said) {
    String text = text(said.get("content"), "text", "text");
    return text != null ? text : string(said, "refusal");
  }

  private static String reasoning(JsonObject said) {
    String reasoning = string(said, "reasoning_content");
    if (reasoning == null) {
      reasoning = string(said, "reasoning");
    }
    return reasoning != null ? reasoning : text(said.get("content"), "thinking", "thinking");
  }

  /** Ends that the provider did not want: OpenRouter, Zhipu, DeepSeek. */
  private static boolean isBreak(String word) {
    return "error".equals(word)
        || "network_error".equals(word)
        || "insufficient_system_resource".equals(word);
  }

  private static FinishReason reason(String word) {
    if (word == null) {
      return null;
    }
    return switch (word) {
      case "length", "max_tokens", "model_length", "model_context_window_exceeded" ->
          FinishReason.LENGTH;
      case "content_filter", "sensitive" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.STOP;
    };
  }

  /** Beside the choices; in the choice with Moonshot; within x_groq with Groq. */
  private static Usage usage(JsonObject around) {
    Usage usage = Wire.usage(Wire.child(around, "usage"), "prompt_tokens", "completion_tokens");
    return usage != null || !around.containsKey("x_groq")
        ? usage
        : usage(Wire.child(around, "x_groq"));
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
      } else if (part instanceof JsonObject object && type.equals(string(object, "type"))) {
        String own = string(object, member);
        String inner = own != null ? own : text(object.get(member), "text", "text");
        text.append(inner == null ? "" : inner);
      }
    }
    return text.isEmpty() ? null : text.toString();
  }
}
