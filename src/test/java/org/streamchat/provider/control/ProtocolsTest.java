package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.streamchat.provider.entity.FinishReason.LENGTH;
import static org.streamchat.provider.entity.FinishReason.STOP;
import static org.streamchat.support.Script.status;
import static org.streamchat.support.Script.stream;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.streamchat.problem.Problem;
import org.streamchat.provider.entity.ModelRequest;
import org.streamchat.provider.entity.Turn;
import org.streamchat.provider.entity.Turn.Author;
import org.streamchat.provider.entity.Usage;
import org.streamchat.support.Script;
import org.streamchat.support.ScriptedModel.Asked;

/** How Responses and Messages are asked, and what they say besides streams. */
class ProtocolsTest {
  private static final Script RESPONSE =
      stream()
          .event("{\"type\":\"response.output_text.delta\",\"delta\":\"Hello\"}")
          .event("{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}");
  private static final Script MESSAGE =
      stream()
          .event(
              "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}")
          .event("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}")
          .event("{\"type\":\"message_stop\"}");

  private Upstream upstream;

  @AfterEach
  void close() {
    upstream.close();
  }

  private void talkTo(ProviderType type, Script... inTurn) {
    upstream = new Upstream(type, Upstream.PATIENT);
    upstream.model.script("", inTurn);
  }

  private Asked asked(int index) {
    return upstream.model.asked().get(index);
  }

  private static ModelRequest request(
      String prefix, Double temperature, Integer maxTokens, Turn... turns) {
    return new ModelRequest("alice", "p", "m", List.of(turns), prefix, temperature, maxTokens);
  }

  private static Turn says(Author author, String content) {
    return new Turn(author, content);
  }

  @Test
  void asksForAResponse() throws Exception {
    talkTo(ProviderType.OPENAI_RESPONSES, RESPONSE);

    upstream
        .ask(request("", 0.5, 100, says(Author.SYSTEM, "Be brief."), says(Author.USER, "hi")))
        .end();

    assertThat(asked(0).path()).isEqualTo("/v1/responses");
    assertThat(asked(0).header("Authorization")).isEqualTo("Bearer " + Upstream.KEY);
    assertThat(asked(0).body())
        .hasToString(
            "{\"model\":\"m\",\"stream\":true,\"store\":false,\"reasoning\":{\"summary\":\"auto\"},"
                + "\"temperature\":0.5,\"max_output_tokens\":100,\"input\":["
                + "{\"role\":\"system\",\"content\":\"Be brief.\"},"
                + "{\"role\":\"user\",\"content\":\"hi\"}]}");
  }

  @Test
  void learnsWhatAModelOfResponsesRefuses() throws Exception {
    talkTo(
        ProviderType.OPENAI_RESPONSES,
        status(400)
            .json("{\"error\":{\"message\":\"Unsupported\",\"param\":\"reasoning.summary\"}}"),
        status(400).json("{\"error\":{\"message\":\"'temperature' is not supported\"}}"),
        RESPONSE);

    assertThat(upstream.ask(request("", 0.5, null, says(Author.USER, "hi"))).end().text())
        .isEqualTo("Hello");
    upstream.ask(request("", 0.5, null, says(Author.USER, "hi"))).end();

    assertThat(upstream.model.asked()).hasSize(4);
    assertThat(asked(1).body()).containsKey("temperature").doesNotContainKey("reasoning");
    assertThat(asked(3).body()).doesNotContainKeys("temperature", "reasoning");
  }

  @Test
  void asksForAMessage() throws Exception {
    talkTo(ProviderType.ANTHROPIC, MESSAGE);

    upstream
        .ask(
            request(
                "",
                1.5,
                null,
                says(Author.SYSTEM, "Be brief."),
                says(Author.ASSISTANT, "Welcome."),
                says(Author.USER, "hi"),
                says(Author.USER, "there")))
        .end();

    assertThat(asked(0).path()).isEqualTo("/v1/messages");
    assertThat(asked(0).header("x-api-key")).isEqualTo(Upstream.KEY);
    assertThat(asked(0).header("anthropic-version")).isEqualTo("2023-06-01");
    assertThat(asked(0).header("Authorization")).isNull();
    assertThat(asked(0).body())
        .hasToString(
            "{\"model\":\"m\",\"max_tokens\":8192,\"stream\":true,\"temperature\":1.0,"
                + "\"system\":\"Be brief.\",\"messages\":["
                + "{\"role\":\"user\",\"content\":\"…\"},"
                + "{\"role\":\"assistant\",\"content\":\"Welcome.\"},"
                + "{\"role\":\"user\",\"content\":\"hi\\n\\nthere\"}]}");
  }

  @Test
  void goesOnFromTheBeginningOfAMessage() throws Exception {
    talkTo(ProviderType.ANTHROPIC, MESSAGE);

    upstream.ask(request("One, two", null, 50, says(Author.USER, "count"))).end();
    upstream.ask(request("One, two ", null, 50, says(Author.USER, "count"))).end();

    assertThat(asked(0).isContinuation()).isFalse();
    assertThat(asked(0).body().getJsonArray("messages"))
        .hasToString(
            "[{\"role\":\"user\",\"content\":\"count\"},"
                + "{\"role\":\"assistant\",\"content\":\"One, two\"}]");
    assertThat(asked(1).isContinuation()).as("it ends in white space").isTrue();
    assertThat(asked(1).prefix()).isEqualTo("One, two ");
  }

  @Test
  void asksForTheRestWhereABeginningIsRefused() throws Exception {
    talkTo(
        ProviderType.ANTHROPIC,
        status(400)
            .json(
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":"
                    + "\"This model does not support assistant message prefill. The conversation"
                    + " must end with a user message.\"}}"),
        MESSAGE);

    upstream.ask(request("One, two", null, 50, says(Author.USER, "count"))).end();

    assertThat(asked(1).isContinuation()).isTrue();
  }

  @Test
  void usesTheHeaderOfAzure() throws Exception {
    talkTo(ProviderType.AZURE_OPENAI, stream().text("Hello").finish("stop").usage(1, 2).done());

    upstream.ask(request("", null, null, says(Author.USER, "hi"))).end();

    assertThat(asked(0).path())
        .isEqualTo("/v1/openai/deployments/m/chat/completions?api-version=2024-10-21");
    assertThat(asked(0).header("api-key")).isEqualTo(Upstream.KEY);
    assertThat(asked(0).header("Authorization")).isNull();
  }

  @Test
  void takesAWholeResponse() throws Exception {
    talkTo(
        ProviderType.OPENAI_RESPONSES,
        status(200)
            .json(
                "{\"object\":\"response\",\"status\":\"incomplete\",\"error\":null,"
                    + "\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":["
                    + "{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"hm\"}]},"
                    + "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hello\"}]}],"
                    + "\"usage\":{\"input_tokens\":5,\"output_tokens\":9}}"));

    Heard heard = upstream.ask("hi").end();

    assertThat(heard.text()).isEqualTo("Hello");
    assertThat(heard.reasoning()).isEqualTo("hm");
    assertThat(heard.finish).isEqualTo(LENGTH);
    assertThat(heard.usage).isEqualTo(new Usage(5, 9));
  }

  @Test
  void takesAWholeMessage() throws Exception {
    talkTo(
        ProviderType.ANTHROPIC,
        status(200)
            .json(
                "{\"type\":\"message\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\"},"
                    + "{\"type\":\"text\",\"text\":\"Hello\"}],\"stop_reason\":\"end_turn\","
                    + "\"usage\":{\"input_tokens\":5,\"output_tokens\":9}}"));

    Heard heard = upstream.ask("hi").end();

    assertThat(heard.text()).isEqualTo("Hello");
    assertThat(heard.reasoning()).isEqualTo("hm");
    assertThat(heard.finish).isEqualTo(STOP);
    assertThat(heard.usage).isEqualTo(new Usage(5, 9));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(401, "authentication_error", "invalid x-api-key", Problem.PROVIDER_KEY_REJECTED),
        refusal(404, "not_found_error", "model: claude-9", Problem.PROVIDER_UNKNOWN_MODEL),
        refusal(
            400,
            "invalid_request_error",
            "prompt is too long: 200001 tokens > 200000 maximum",
            Problem.PROVIDER_CONTEXT_TOO_LONG),
        refusal(413, "request_too_large", "large", Problem.PROVIDER_CONTEXT_TOO_LONG),
        refusal(
            400,
            "invalid_request_error",
            "Your credit balance is too low",
            Problem.PROVIDER_REFUSED),
        refusal(429, "rate_limit_error", "slow down", Problem.PROVIDER_RATE_LIMITED),
        refusal(529, "overloaded_error", "Overloaded", Problem.PROVIDER_FAILED));
  }

  private static Arguments refusal(int status, String type, String message, Problem problem) {
    return arguments(
        status(status)
            .json(
                "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"}}"
                    .formatted(type, message)),
        problem);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void namesWhatMessagesRefuses(Script script, Problem problem) throws Exception {
    talkTo(ProviderType.ANTHROPIC, script);

    assertThat(upstream.ask("hi").end().failure.problem()).isEqualTo(problem);
  }

  @ParameterizedTest
  @MethodSource("cut")
  void tellsAStreamThatIsCutFromOneThatHasEnded(ProviderType type, Script script) throws Exception {
    talkTo(type, script);

    Heard heard = upstream.ask("hi").end();

    assertThat(heard.text()).isEqualTo("Hello");
    assertThat(heard.failure.problem()).isEqualTo(Problem.PROVIDER_BROKE_OFF);
  }

  static Stream<Arguments> cut() {
    return Stream.of(
        arguments(
            ProviderType.OPENAI_RESPONSES,
            stream()
                .event("{\"type\":\"response.output_text.delta\",\"delta\":\"Hello\"}")
                .event("{\"type\":\"response.output_text.done\",\"text\":\"Hello\"}")),
        arguments(
            ProviderType.ANTHROPIC,
            stream()
                .event(
                    "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}")
                .event("{\"type\":\"content_block_stop\",\"index\":0}")));
  }
}
