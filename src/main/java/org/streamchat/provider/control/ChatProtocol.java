package org.streamchat.provider.control;

import jakarta.json.stream.JsonGenerator;
import org.streamchat.provider.control.Dialect.Option;
import org.streamchat.provider.entity.ModelRequest;

/** OpenAI's Chat Completions, which most others speak too. */
final class ChatProtocol implements Protocol {
  @Override
  public String path() {
    return "/chat/completions";
  }

  @Override
  public EventReader reader() {
    return new ChatReader();
  }

  @Override
  public byte[] write(ModelRequest request, ProviderSettings defaults, Dialect dialect) {
    return Wire.write(json -> members(json, request, defaults, dialect));
  }

  private static void members(
      JsonGenerator json, ModelRequest request, ProviderSettings defaults, Dialect dialect) {
    json.write("model", request.model()).write("stream", true);
    if (dialect.takes(Option.STREAM_OPTIONS)) {
      json.writeStartObject("stream_options").write("include_usage", true).writeEnd();
    }
    Double temperature = defaults.temperatureFor(request);
    if (temperature != null && dialect.takes(Option.TEMPERATURE)) {
      json.write("temperature", temperature);
    }
    Integer maxTokens = defaults.maxTokensFor(request);
    if (maxTokens != null) {
      json.write(
          dialect.takes(Option.MAX_TOKENS) ? "max_tokens" : "max_completion_tokens", maxTokens);
    }
    Wire.turns(json, "messages", request);
  }

  @Override
  public Dialect after(Dialect dialect, ProviderError refusal) {
    return dialect
        .without(Option.STREAM_OPTIONS, refusal.mentions("stream_options"))
        .without(Option.MAX_TOKENS, refusal.mentions("max_completion_tokens"))
        .without(Option.TEMPERATURE, refusal.mentions("temperature"));
  }
}
