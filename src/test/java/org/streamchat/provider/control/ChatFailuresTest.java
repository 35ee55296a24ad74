package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.streamchat.support.Script.status;
import static org.streamchat.support.Script.stream;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.streamchat.problem.Problem;
import org.streamchat.support.Script;

/** What the adapter calls the ways in which providers fail. */
class ChatFailuresTest {
  private final Upstream upstream = new Upstream();

  @AfterEach
  void close() {
    upstream.close();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        failure("401", error(401, "invalid_api_key"), Problem.PROVIDER_KEY_REJECTED),
        failure("403", status(403).raw("<html>Forbidden"), Problem.PROVIDER_KEY_REJECTED),
        failure(
            "404", status(404).json("{\"detail\":\"Not Found\"}"), Problem.PROVIDER_UNKNOWN_MODEL),
        failure("404 model", error(404, "model_not_found"), Problem.PROVIDER_UNKNOWN_MODEL),
        failure("400 model", error(400, "model_not_found"), Problem.PROVIDER_UNKNOWN_MODEL),
        failure(
            "context", error(400, "context_length_exceeded"), Problem.PROVIDER_CONTEXT_TOO_LONG),
        failure(
            "context in words",
            status(400)
                .json(
                    "{\"object\":\"error\",\"message\":\"This model's maximum context length is"
                        + " 10\",\"code\":400}"),
            Problem.PROVIDER_CONTEXT_TOO_LONG),
        failure("filter", error(400, "content_filter"), Problem.PROVIDER_CONTENT_FILTERED),
        failure("400", error(400, "something"), Problem.PROVIDER_REFUSED),
        failure("422", status(422).json("[]"), Problem.PROVIDER_REFUSED),
        failure("quota", error(429, "insufficient_quota"), Problem.PROVIDER_REFUSED),
        failure("429", error(429, "rate_limit_exceeded"), Problem.PROVIDER_RATE_LIMITED),
        failure("500", status(500), Problem.PROVIDER_FAILED),
        failure("502", status(502).raw("<html>Bad gateway"), Problem.PROVIDER_FAILED),
        failure("504", status(504).raw("sk-test-key"), Problem.PROVIDER_TIMED_OUT),
        failure(
            "redirect",
            status(302).header("Location", "http://localhost/"),
            Problem.PROVIDER_FAILED),
        failure("no answer, reset", Script.refuse(), Problem.PROVIDER_UNREACHABLE),
        failure(
            "error in place of the stream",
            status(200)
                .json("{\"error\":{\"message\":\"sk-test-key\",\"code\":\"rate_limit_exceeded\"}}"),
            Problem.PROVIDER_RATE_LIMITED),
        failure(
            "error in mid-stream",
            stream()
                .text("Hel")
                .event("{\"error\":{\"message\":\"overloaded sk-test-key\",\"code\":502}}"),
            Problem.PROVIDER_FAILED),
        failure(
            "error as a string",
            stream().text("Hel").event("{\"error\":\"boom\"}").hang(),
            Problem.PROVIDER_FAILED),
        failure(
            "error event",
            stream().text("Hel").raw("event: error\ndata: {\"message\":\"boom\"}\n\n"),
            Problem.PROVIDER_FAILED),
        failure(
            "reason error", stream().text("Hel").finish("error").done(), Problem.PROVIDER_FAILED),
        failure("no end", stream().text("Hel"), Problem.PROVIDER_BROKE_OFF),
        failure("no end, usage", stream().text("Hel").usage(1, 2), Problem.PROVIDER_BROKE_OFF),
        failure("reset", stream().text("Hel").reset(), Problem.PROVIDER_BROKE_OFF),
        failure("reset at once", stream().reset(), Problem.PROVIDER_BROKE_OFF),
        failure(
            "an event cut short",
            stream().text("Hel").raw("data: {\"choices\":[{\"del"),
            Problem.PROVIDER_BROKE_OFF),
        failure("not JSON", stream().text("Hel").event("what?").hang(), Problem.PROVIDER_FAILED),
        failure("JSON without an answer", status(200).json("{}"), Problem.PROVIDER_FAILED),
        failure(
            "a web page",
            status(200).raw("<html><body>hello</body></html>"),
            Problem.PROVIDER_BROKE_OFF),
        failure(
            "an event without end",
            stream().raw("data: " + "x".repeat(1_100_000)).hang(),
            Problem.PROVIDER_FAILED));
  }

  private static Arguments failure(String what, Script script, Problem problem) {
    return arguments(what, script, problem);
  }

  private static Script error(int status, String code) {
    return status(status)
        .json(
            "{\"error\":{\"message\":\"Incorrect key sk-test-key for"
                + " hi\",\"type\":\"x\",\"code\":\""
                + code
                + "\"}}");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void namesTheFailure(String what, Script script, Problem problem) throws Exception {
    upstream.model.script("", script);

    Heard heard = upstream.ask("hi").end();

    assertThat(heard.failure.problem()).isEqualTo(problem);
    assertThat(heard.failure.getMessage())
        .isNotBlank()
        .doesNotContain("sk-")
        .doesNotContain("Incorrect");
    if (script.status() >= 300) {
      assertThat(heard.failure.members()).containsEntry("providerStatus", script.status());
      assertThat(heard.wasAccepted()).isFalse();
    }
    Waiting.until("the connection is let go", () -> upstream.gateway.openStreams() == 0);
  }

  @ParameterizedTest
  @MethodSource("waits")
  void tellsWhenToTryAgain(String retryAfter, Object seconds) throws Exception {
    upstream.model.script("", status(429).header("Retry-After", retryAfter).json("{}"));

    Heard heard = upstream.ask("hi").end();

    assertThat(heard.failure.problem()).isEqualTo(Problem.PROVIDER_RATE_LIMITED);
    assertThat(heard.failure.members().get("retryAfter")).isEqualTo(seconds);
  }

  static Stream<Arguments> waits() {
    return Stream.of(
        arguments("7", 7L),
        arguments("0.2", 1L),
        arguments("-5", 1L),
        arguments("99999999", 3600L),
        arguments("Wed, 21 Oct 2015 07:28:00 GMT", 1L),
        arguments("Wed, 21 Oct 2099 07:28:00 GMT", 3600L),
        arguments("soon", null),
        arguments("NaN", 1L));
  }

  @Test
  void readsNoMoreOfARefusalThanItNeeds() throws Exception {
    upstream.model.script("", status(500).raw("x".repeat(1_000_000)));

    assertThat(upstream.ask("hi").end().failure.problem()).isEqualTo(Problem.PROVIDER_FAILED);
  }

  @Test
  void triesOnceMoreWhenAKeptConnectionIsGone() throws Exception {
    upstream.model.script("", Script.refuse(), stream().text("Hello").finish("stop").done());

    assertThat(upstream.ask("hi").end().text()).isEqualTo("Hello");
    assertThat(upstream.model.asked()).hasSize(2);
  }

  @Test
  void cannotReachWhatIsNotThere() throws Exception {
    upstream.model.close();

    assertThat(upstream.ask("hi").end().failure.problem()).isEqualTo(Problem.PROVIDER_UNREACHABLE);
  }
}
