package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.streamchat.support.Script.status;
import static org.streamchat.support.Script.stream;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.support.Script;

/** A question is put again only before its first word. */
class RetryTest {
  private static final RetryPolicy SWIFT =
      new RetryPolicy(2, Duration.ofMillis(5), Duration.ofSeconds(8));
  private static final Script ANSWER = stream().text("Hello").finish("stop").usage(1, 2).done();

  private final Upstream upstream =
      new Upstream(
          new Patience(
              Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(30), SWIFT));

  @AfterEach
  void close() {
    upstream.close();
  }

  static Stream<Arguments> passing() {
    return Stream.of(
        arguments("429", status(429).json("{}")),
        arguments("500", status(500)),
        arguments("502", status(502).raw("<html>")),
        arguments("503", status(503).json("{}")),
        arguments("overloaded", status(529).json("{}")),
        arguments("no answer", Script.refuse()),
        arguments("reset before the first word", stream().role().reset()),
        arguments(
            "an error before the first word",
            stream().role().event("{\"error\":{\"code\":502,\"message\":\"x\"}}")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passing")
  void asksAgainWhenItMayPass(String what, Script failing) throws Exception {
    upstream.model.script("hi", failing, failing, ANSWER);

    Heard heard = upstream.ask("hi").end();

    assertThat(heard.failure).isNull();
    assertThat(heard.text()).isEqualTo("Hello");
    assertThat(upstream.model.asked()).hasSize(3);
    Waiting.until("the connection is let go", () -> upstream.gateway.openStreams() == 0);
  }

  static Stream<Arguments> lasting() {
    return Stream.of(
        arguments("401", status(401).json("{}")),
        arguments("404", status(404).json("{}")),
        arguments("400", status(400).json("{}")),
        arguments("no quota", status(429).json("{\"error\":{\"code\":\"insufficient_quota\"}}")),
        arguments("a wait that is too long", status(429).header("Retry-After", "9").json("{}")),
        arguments("what is not understood", stream().event("what?").hang()),
        arguments("text had come", stream().text("Hel").reset()),
        arguments("reasoning had come", stream().reasoning("hm").reset()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lasting")
  void tellsAtOnceWhatWillNotPass(String what, Script failing) throws Exception {
    upstream.model.script("hi", failing);

    assertThat(upstream.ask("hi").end().failure).isNotNull();
    assertThat(upstream.model.asked()).hasSize(1);
  }

  @Test
  void givesUpAfterTwoRetries() throws Exception {
    upstream.model.script("hi", status(500));

    assertThat(upstream.ask("hi").end().failure.problem()).isEqualTo(Problem.PROVIDER_FAILED);
    assertThat(upstream.model.asked()).hasSize(3);
  }

  @Test
  void waitsAsLongAsTheProviderAsks() throws Exception {
    upstream.model.script("hi", status(429).header("Retry-After", "1").json("{}"), ANSWER);
    long from = System.nanoTime();

    assertThat(upstream.ask("hi").end().text()).isEqualTo("Hello");

    assertThat(System.nanoTime() - from).isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void asksNoMoreOnceItIsCancelled() throws Exception {
    upstream.model.script("hi", status(429).header("Retry-After", "1").json("{}"), ANSWER);
    Heard heard = upstream.ask("hi");
    Waiting.until("the provider has been asked", () -> upstream.model.asked().size() == 1);
    Waiting.until("the pause has begun", () -> upstream.gateway.openStreams() == 0);

    upstream.call.cancel();

    Heard later = upstream.ask("tokens=3 pace=400").end();
    assertThat(later.text()).isNotEmpty();
    assertThat(heard.ended()).isFalse();
    assertThat(upstream.model.asked("hi")).hasSize(1);
  }

  @Test
  void boundsAllPausesTogether() {
    RetryPolicy policy = RetryPolicy.USUAL;
    ProblemException failed =
        new ProblemException(Problem.PROVIDER_FAILED, "").with("providerStatus", 500);
    ProblemException limited =
        new ProblemException(Problem.PROVIDER_RATE_LIMITED, "").retryAfterSeconds(5);

    assertThat(policy.pause(0, Duration.ZERO, failed, 0)).contains(Duration.ofMillis(300));
    assertThat(policy.pause(1, Duration.ZERO, failed, 1)).contains(Duration.ofMillis(1500));
    assertThat(policy.pause(2, Duration.ZERO, failed, 0)).isEqualTo(Optional.empty());
    assertThat(policy.pause(0, Duration.ZERO, limited, 0)).contains(Duration.ofSeconds(5));
    assertThat(policy.pause(1, Duration.ofSeconds(5), limited, 0)).isEqualTo(Optional.empty());
  }
}
