package org.streamchat.provider.control;

import jakarta.json.stream.JsonGenerator;
import org.streamchat.provider.control.Dialect.Option;
import org.streamchat.provider.entity.ModelRequest;

/**
 * OpenAI's Responses: typed events, and summaries of the reasoning. An answer that is made in the
 * background is stored there, goes on whether it is listened to or not, and can be rejoined; any
 * other is not stored.
 */
final class ResponsesProtocol implements Protocol {
  private static final String PATH = "/responses";

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public EventReader reader() {
    return new ResponsesReader(null);
  }

  @Override
  public EventReader reader(String position) {
    return new ResponsesReader(position == null ? null : ResponsesPosition.of(position));
  }

  @Override
  public String rejoining(String position) {
    ResponsesPosition at = ResponsesPosition.of(position);
    return PATH + "/" + at.id() + "?stream=true&starting_after=" + at.sequence();
  }

  @Override
  public String cancelling(String position) {
    return PATH + "/" + ResponsesPosition.of(position).id() + "/cancel";
  }

  @Override
  public boolean isDetached(ProviderSettings defaults, Dialect dialect) {
    return defaults.background() && dialect.takes(Option.BACKGROUND);
  }

  @Override
  public byte[] write(ModelRequest request, ProviderSettings defaults, Dialect dialect) {
    return Wire.write(json -> members(json, request, defaults, dialect));
  }

  private void members(
      JsonGenerator json, ModelRequest request, ProviderSettings defaults, Dialect dialect) {
    boolean background = isDetached(defaults, dialect);
    json.write("model", request.model()).write("stream", true).write("store", background);
    if (background) {
      json.write("background", true);
    }
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
    Wire.turns(json, "input", request);
  }

  @Override
  public Dialect after(Dialect dialect, ProviderError refusal) {
    return dialect
        .without(Option.REASONING_SUMMARY, refusal.mentions("reasoning"))
        .without(Option.BACKGROUND, refusal.mentions("background") || refusal.mentions("store"))
        .without(Option.TEMPERATURE, refusal.mentions("temperature"));
  }
}
