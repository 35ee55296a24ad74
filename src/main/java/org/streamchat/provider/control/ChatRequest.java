package org.streamchat.provider.control;

import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.streamchat.provider.entity.ModelRequest;
import org.streamchat.provider.entity.Turn;

/** Writes a question as the Chat Completions interface takes it. */
final class ChatRequest {
  private static final JsonGeneratorFactory GENERATORS =
      JsonProvider.provider().createGeneratorFactory(Map.of());

  /**
   * What a provider takes of the optional parts. Servers differ: some refuse {@code
   * stream_options}, newer models of OpenAI refuse {@code max_tokens}.
   */
  record Dialect(boolean streamOptions, boolean maxCompletionTokens) {
    static final Dialect USUAL = new Dialect(true, false);

    /** The dialect to try after a 400, or this one when the refusal is about something else. */
    Dialect after(ProviderError refusal) {
      return new Dialect(
          streamOptions && !refusal.mentions("stream_options"),
          maxCompletionTokens || refusal.mentions("max_completion_tokens"));
    }
  }

  private ChatRequest() {}

  static byte[] write(ModelRequest request, ProviderSettings defaults, Dialect dialect) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(4096);
    Double temperature =
        request.temperature() != null ? request.temperature() : defaults.temperature();
    Integer maxTokens = request.maxTokens() != null ? request.maxTokens() : defaults.maxTokens();
    try (JsonGenerator json = GENERATORS.createGenerator(body, StandardCharsets.UTF_8)) {
      json.writeStartObject().write("model", request.model()).write("stream", true);
      if (dialect.streamOptions()) {
        json.writeStartObject("stream_options").write("include_usage", true).writeEnd();
      }
      if (temperature != null) {
        json.write("temperature", temperature);
      }
      if (maxTokens != null) {
        json.write(
            dialect.maxCompletionTokens() ? "max_completion_tokens" : "max_tokens", maxTokens);
      }
      json.writeStartArray("messages");
      for (Turn turn : request.turns()) {
        message(json, turn.author(), turn.content());
      }
      if (request.prefix() != null && !request.prefix().isEmpty()) {
        message(json, Turn.Author.ASSISTANT, request.prefix());
        message(json, Turn.Author.USER, OpenAiChatGateway.CONTINUE);
      }
      json.writeEnd().writeEnd();
    }
    return body.toByteArray();
  }

  private static void message(JsonGenerator json, Turn.Author author, String content) {
    json.writeStartObject()
        .write("role", author.name().toLowerCase(Locale.ROOT))
        .write("content", content)
        .writeEnd();
  }
}
