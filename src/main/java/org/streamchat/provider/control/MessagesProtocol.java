package org.streamchat.provider.control;

import jakarta.json.stream.JsonGenerator;
import java.util.ArrayList;
import java.util.List;
import org.streamchat.provider.control.Dialect.Option;
import org.streamchat.provider.entity.ModelRequest;
import org.streamchat.provider.entity.Turn;
import org.streamchat.provider.entity.Turn.Author;

/**
 * Anthropic's Messages. Turns alternate and begin with the user's; the length is always limited; an
 * answer goes on from its own beginning where the model allows that. A model that is to think takes
 * neither a beginning nor a temperature, and counts its thoughts as part of the length.
 */
final class MessagesProtocol implements Protocol {
  private static final int USUAL_LENGTH = 8192;
  private static final double HIGHEST_TEMPERATURE = 1;
  private static final String BETWEEN = "\n\n";

  @Override
  public String path() {
    return "/messages";
  }

  @Override
  public EventReader reader() {
    return new MessagesReader();
  }

  @Override
  public byte[] write(ModelRequest request, ProviderSettings defaults, Dialect dialect) {
    return Wire.write(json -> members(json, request, defaults, dialect));
  }

  private static void members(
      JsonGenerator json, ModelRequest request, ProviderSettings defaults, Dialect dialect) {
    Integer maxTokens = defaults.maxTokensFor(request);
    int thinking = thinking(defaults, dialect);
    json.write("model", request.model())
        .write("max_tokens", (maxTokens == null ? USUAL_LENGTH : maxTokens) + thinking)
        .write("stream", true);
    if (thinking > 0) {
      json.writeStartObject("thinking")
          .write("type", "enabled")
          .write("budget_tokens", thinking)
          .writeEnd();
    }
    Double temperature = defaults.temperatureFor(request);
    if (temperature != null && thinking == 0 && dialect.takes(Option.TEMPERATURE)) {
      json.write("temperature", Math.min(HIGHEST_TEMPERATURE, temperature));
    }
    String system = system(request.turns());
    if (!system.isEmpty()) {
      json.write("system", system);
    }
    json.writeStartArray("messages");
    for (Turn turn : alternating(said(request, thinking == 0 && dialect.takes(Option.PREFILL)))) {
      Wire.message(json, turn.author(), turn.content());
    }
    json.writeEnd();
  }

  private static int thinking(ProviderSettings defaults, Dialect dialect) {
    Integer tokens = defaults.thinkingTokens();
    return tokens == null || !dialect.takes(Option.THINKING) ? 0 : tokens;
  }

  private static String system(List<Turn> turns) {
    StringBuilder system = new StringBuilder();
    for (Turn turn : turns) {
      if (turn.author() == Author.SYSTEM) {
        system.append(system.isEmpty() ? "" : BETWEEN).append(turn.content());
      }
    }
    return system.toString();
  }

  private static List<Turn> said(ModelRequest request, boolean prefill) {
    List<Turn> said = new ArrayList<>(request.turns());
    said.removeIf(turn -> turn.author() == Author.SYSTEM);
    String prefix = request.prefix();
    if (!prefix.isEmpty()) {
      said.add(new Turn(Author.ASSISTANT, prefix));
      if (!prefill || endsInSpace(prefix)) {
        said.add(new Turn(Author.USER, Continuation.PROMPT));
      }
    }
    return said;
  }

  /** Such a beginning is refused, and stripped of its end it would be repeated. */
  private static boolean endsInSpace(String prefix) {
    return Character.isWhitespace(prefix.charAt(prefix.length() - 1));
  }

  private static List<Turn> alternating(List<Turn> turns) {
    List<Turn> alternating = new ArrayList<>();
    for (Turn turn : turns) {
      if (turn.content().isBlank()) {
        continue;
      }
      int last = alternating.size() - 1;
      if (last < 0 && turn.author() == Author.ASSISTANT) {
        // What it answered has fallen out of the turns that are shown.
        alternating.add(new Turn(Author.USER, "…"));
      }
      if (last >= 0 && alternating.get(last).author() == turn.author()) {
        String both = alternating.get(last).content() + BETWEEN + turn.content();
        alternating.set(last, new Turn(turn.author(), both));
      } else {
        alternating.add(turn);
      }
    }
    return alternating;
  }

  @Override
  public Dialect after(Dialect dialect, ProviderError refusal) {
    return dialect
        .without(
            Option.PREFILL,
            refusal.mentions("prefill") || refusal.mentions("must end with a user message"))
        .without(Option.THINKING, refusal.mentions("thinking"))
        .without(Option.TEMPERATURE, refusal.mentions("temperature"));
  }
}
