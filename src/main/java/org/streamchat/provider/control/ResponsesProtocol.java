package org.streamchat.provider.control;

import jakarta.json.stream.JsonGenerator;
import org.streamchat.provider.control.Dialect.Option;
import org.streamchat.provider.entity.ModelRequest;
import org.streamchat.provider.entity.Turn;

/** OpenAI's Responses: typed events, and summaries of the reasoning. Nothing is stored there. */
final class ResponsesProtocol implements Protocol {
  @Override
  public String path() {
    return "/responses";
  }

  @Override
  public EventReader reader() {
    return new ResponsesReader();
  }

  @Override
  public byte[] write(ModelRequest request, ProviderSettings defaults, Dialect dialect) {
    return Wire.write(json -> members(json, request, defaults, dialect));
  }

  private static void members(
      JsonGenerator json, ModelRequest request, ProviderSettings defaults, Dialect dialect) {
    json.write("model", request.model()).write("stream", true).write("store", false);
    if (dialect.takes(Option.REASONING_SUMMARY)) {
      json.writeStartObject("reasoning").write("summary", "auto").writeEnd();
    }
    Double temperature = defaults.temperatureFor(request);
    if (temperature != null && dialect.takes(Option.TEMPERATURE)) {
      json.write("temperature", temperature);
    }
    Integer maxTokens = defaults.maxTokensFor(request);
    if (maxTokens != null) {
      json.write("max_output_tokens", maxTokens);
    }
    json.writeStartArray("input");
    for (Turn turn : request.turns()) {
      Wire.message(json, turn.author(), turn.content());
    }
    if (!request.prefix().isEmpty()) {
      Wire.message(json, Turn.Author.ASSISTANT, request.prefix());
      Wire.message(json, Turn.Author.USER, Continuation.PROMPT);
    }
    json.writeEnd();
  }

  @Override
  public Dialect after(Dialect dialect, ProviderError refusal) {
    return dialect
        .without(Option.REASONING_SUMMARY, refusal.mentions("reasoning"))
        .without(Option.TEMPERATURE, refusal.mentions("temperature"));
  }
}
