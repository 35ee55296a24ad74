package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.streamchat.support.Script.status;
import static org.streamchat.support.Script.stream;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.streamchat.provider.entity.ModelRequest;
import org.streamchat.provider.entity.Turn;
import org.streamchat.support.Script;
import org.streamchat.support.ScriptedModel.Asked;

/** Anthropic's models think before they answer when the operator says how much. */
class ThinkingTest {
  private static final int BUDGET = 2_000;
  private static final Script THOUGHT =
      stream()
          .event(
              "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}}")
          .event(
              "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}")
          .event("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}")
          .event("{\"type\":\"message_stop\"}");

  private final Upstream upstream = new Upstream(ProviderType.ANTHROPIC, Upstream.PATIENT, BUDGET);

  @AfterEach
  void close() {
    upstream.close();
  }

  private Asked asked(int index) {
    return upstream.model.asked().get(index);
  }

  private static ModelRequest request(String prefix) {
    return new ModelRequest(
        "alice", "p", "m", List.of(new Turn(Turn.Author.USER, "hi")), prefix, 0.5, 100);
  }

  @Test
  void isAskedForAndComesAsReasoning() throws Exception {
    upstream.model.script("", THOUGHT);

    Heard heard = upstream.ask(request("")).end();

    assertThat(heard.reasoning()).isEqualTo("hm");
    assertThat(heard.text()).isEqualTo("Hello");
    assertThat(asked(0).body())
        .hasToString(
            "{\"model\":\"m\",\"max_tokens\":2100,\"stream\":true,"
                + "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000},"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
  }

  @Test
  void goesWithoutABeginningOfTheAnswer() throws Exception {
    upstream.model.script("", THOUGHT);

    upstream.ask(request("One, two")).end();

    assertThat(asked(0).isContinuation()).isTrue();
  }

  @Test
  void isNotAskedForOfAModelThatCannot() throws Exception {
    upstream.model.script(
        "",
        status(400).json("{\"error\":{\"message\":\"thinking is not supported by this model\"}}"),
        THOUGHT);

    upstream.ask(request("")).end();

    assertThat(asked(1).body()).doesNotContainKey("thinking").containsKey("temperature");
    assertThat(asked(1).body().getInt("max_tokens")).isEqualTo(100);
  }
}
