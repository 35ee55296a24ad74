package org.streamchat.generation.control;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.Optional;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;

/**
 * How an answer has ended that could not be saved yet, as its owner notes it for a later one: the
 * model is not to be asked to go on with what is whole.
 *
 * @param reason null when it failed
 * @param usage null when the provider did not say
 * @param failure null when it did not fail
 * @param characters of all its texts
 */
record Ending(
    MessageStatus status,
    FinishReason reason,
    Usage usage,
    ProblemException failure,
    long characters) {
  private static final JsonProvider JSON = JsonProvider.provider();

  /** As {@link #read} takes it. */
  static String written(Outcome outcome) {
    JsonObjectBuilder ending =
        JSON.createObjectBuilder()
            .add("status", outcome.status().name())
            .add("characters", outcome.content().length() + outcome.reasoning().length());
    if (outcome.finishReason() != null) {
      ending.add("reason", outcome.finishReason().name());
    }
    if (outcome.usage() != null) {
      ending
          .add("promptTokens", outcome.usage().promptTokens())
          .add("completionTokens", outcome.usage().completionTokens());
    }
    if (outcome.problem() != null) {
      ending.add("problem", outcome.problem().name());
      if (outcome.detail() != null) {
        ending.add("detail", outcome.detail());
      }
    }
    return ending.build().toString();
  }

  /** Empty when it is no such thing. */
  static Optional<Ending> read(String written) {
    try {
      JsonObject ending = JSON.createReader(new StringReader(written)).readObject();
      return Optional.of(
          new Ending(
              MessageStatus.valueOf(ending.getString("status")),
              ending.containsKey("reason")
                  ? FinishReason.valueOf(ending.getString("reason"))
                  : null,
              ending.containsKey("promptTokens")
                  ? new Usage(number(ending, "promptTokens"), number(ending, "completionTokens"))
                  : null,
              ending.containsKey("problem")
                  ? new ProblemException(
                      Problem.valueOf(ending.getString("problem")),
                      ending.getString("detail", null))
                  : null,
              number(ending, "characters")));
    } catch (JsonException
        | IllegalArgumentException
        | NullPointerException
        | ClassCastException other) {
      return Optional.empty();
    }
  }

  private static long number(JsonObject ending, String name) {
    return ending.getJsonNumber(name).longValueExact();
  }

  /** Whether texts of this length are all of it. */
  boolean isOf(long someCharacters) {
    return characters == someCharacters;
  }
}
