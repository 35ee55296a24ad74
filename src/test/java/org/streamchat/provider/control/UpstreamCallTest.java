package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.streamchat.support.Script.status;
import static org.streamchat.support.Script.stream;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.ModelRequest;
import org.streamchat.provider.entity.Turn;
import org.streamchat.provider.entity.Usage;
import org.streamchat.support.Script;
import org.streamchat.support.ScriptedModel;

/** How the adapter asks, waits, continues and lets go. */
class UpstreamCallTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private Upstream upstream = new Upstream();

  @AfterEach
  void close() {
    upstream.close();
  }

  private void limits(Duration firstToken, Duration idle) {
    upstream.close();
    upstream = new Upstream(firstToken, idle);
  }

  @Test
  void asksAsTheInterfaceWants() throws Exception {
    ModelRequest request =
        new ModelRequest(
            "local",
            "openai",
            "some-model",
            List.of(
                new Turn(Turn.Author.SYSTEM, "Be brief."),
                new Turn(Turn.Author.USER, "hi \"you\" 你 🙂")),
            "",
            0.5,
            100);

    upstream.ask(request).end();

    ScriptedModel.Asked asked = upstream.model.asked().get(0);
    assertThat(asked.path()).isEqualTo("/v1/chat/completions");
    assertThat(asked.header("Authorization")).isEqualTo("Bearer " + Upstream.KEY);
    assertThat(asked.header("Content-Type")).isEqualTo("application/json");
    assertThat(asked.header("Upgrade")).isNull();
    JsonObject body = asked.body();
    assertThat(body.toString())
        .isEqualTo(
            "{\"model\":\"some-model\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"temperature\":0.5,\"max_tokens\":100,\"messages\":[{\"role\":\"system\",\"content\":\"Be"
                + " brief.\"},{\"role\":\"user\",\"content\":\"hi \\\"you\\\" 你 🙂\"}]}");
  }

  @Test
  void leavesOutWhatIsNotWished() throws Exception {
    upstream.ask("hi").end();

    assertThat(upstream.model.asked().get(0).body())
        .doesNotContainKeys("temperature", "max_tokens");
  }

  @Test
  void continuesExactlyBehindThePrefix() throws Exception {
    String whole = upstream.ask("tokens=50 pace=0").end().text();
    assertThat(whole).isEqualTo(ScriptedModel.answerTo("tokens=50 pace=0"));
    int cut = whole.offsetByCodePoints(0, whole.codePointCount(0, whole.length()) / 2);

    Heard rest = upstream.ask(Upstream.request("tokens=50 pace=0", whole.substring(0, cut))).end();

    assertThat(whole.substring(0, cut) + rest.text()).isEqualTo(whole);
    ScriptedModel.Asked asked = upstream.model.asked().get(1);
    assertThat(asked.isContinuation()).isTrue();
    assertThat(asked.prefix()).isEqualTo(whole.substring(0, cut));
    assertThat(asked.message()).isEqualTo("tokens=50 pace=0");
  }

  @Test
  void doesWithoutStreamOptionsWhereTheyAreRefused() throws Exception {
    Script refusal =
        status(400).json("{\"error\":{\"message\":\"Unknown field: stream_options\"}}");
    upstream.model.script("hi", refusal, stream().text("Hello").finish("stop").done());

    assertThat(upstream.ask("hi").end().text()).isEqualTo("Hello");
    assertThat(upstream.ask("hi").end().text()).isEqualTo("Hello");

    List<ScriptedModel.Asked> asked = upstream.model.asked();
    assertThat(asked).hasSize(3);
    assertThat(asked.get(0).body()).containsKey("stream_options");
    assertThat(asked.get(1).body()).doesNotContainKey("stream_options");
    assertThat(asked.get(2).body()).as("it has been learnt").doesNotContainKey("stream_options");
  }

  @Test
  void triesWithoutStreamOptionsOnlyOnce() throws Exception {
    upstream.model.script("hi", status(400).json("{\"error\":{\"message\":\"stream_options\"}}"));

    assertThat(upstream.ask("hi").end().failure.problem()).isEqualTo(Problem.PROVIDER_REFUSED);
    assertThat(upstream.model.asked()).hasSize(2);
  }

  @Test
  void limitsTokensTheNewWayWhereTheOldIsRefused() throws Exception {
    String refusal = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.";
    upstream.model.script(
        "hi",
        status(400).json("{\"error\":{\"message\":\"" + refusal + "\",\"param\":\"max_tokens\"}}"),
        stream().text("Hello").finish("stop").done());
    ModelRequest limited =
        new ModelRequest(
            "local", "openai", "o", List.of(new Turn(Turn.Author.USER, "hi")), "", null, 5);

    assertThat(upstream.ask(limited).end().text()).isEqualTo("Hello");
    assertThat(upstream.model.asked().get(1).body())
        .containsKey("max_completion_tokens")
        .doesNotContainKey("max_tokens");
  }

  @Test
  void givesUpOnAProviderThatDoesNotAnswer() throws Exception {
    limits(Duration.ofMillis(150), LONG);
    upstream.model.script("hi", Script.silent());

    assertThat(upstream.ask("hi").end().failure.problem()).isEqualTo(Problem.PROVIDER_TIMED_OUT);
    Waiting.until("the provider sees it", () -> upstream.model.asked().get(0).closedByClient());
  }

  @Test
  void takesCommentsAndRolesForSilence() throws Exception {
    limits(Duration.ofMillis(200), LONG);
    Script busy = stream().role();
    for (int i = 0; i < 1000; i++) {
      busy.comment("still there").pause(Duration.ofMillis(10));
    }
    upstream.model.script("hi", busy);

    assertThat(upstream.ask("hi").end().failure.problem()).isEqualTo(Problem.PROVIDER_TIMED_OUT);
    Waiting.until("the provider sees it", () -> upstream.model.asked().get(0).closedByClient());
  }

  @Test
  void takesReasoningForASignOfLife() throws Exception {
    limits(Duration.ofMillis(400), LONG);
    Script thinking = stream();
    for (int i = 0; i < 40; i++) {
      thinking.reasoning("hm ").pause(Duration.ofMillis(20));
    }
    upstream.model.script("hi", thinking.text("yes").finish("stop").done());

    assertThat(upstream.ask("hi").end().text()).isEqualTo("yes");
  }

  @Test
  void givesUpOnAProviderThatFallsSilent() throws Exception {
    limits(LONG, Duration.ofMillis(150));
    upstream.model.script("hi", stream().text("Hel").hang());

    Heard heard = upstream.ask("hi").end();

    assertThat(heard.failure.problem()).isEqualTo(Problem.PROVIDER_TIMED_OUT);
    assertThat(heard.text()).isEqualTo("Hel");
    Waiting.until("the provider sees it", () -> upstream.model.asked().get(0).closedByClient());
  }

  @Test
  void takesEmptyPiecesForSilenceBehindTheFirstWordToo() throws Exception {
    limits(LONG, Duration.ofMillis(200));
    Script busy = stream().text("Hel");
    for (int i = 0; i < 1000; i++) {
      busy.text("").comment("still there").pause(Duration.ofMillis(10));
    }
    upstream.model.script("hi", busy);

    Heard heard = upstream.ask("hi").end();

    assertThat(heard.failure.problem()).isEqualTo(Problem.PROVIDER_TIMED_OUT);
    assertThat(heard.text()).isEqualTo("Hel");
  }

  @Test
  void doesNotWaitForTheEndOfARefusal() throws Exception {
    upstream.model.script("hi", status(401).raw("{\"error\":").hang());

    assertThat(upstream.ask("hi").end().failure.problem()).isEqualTo(Problem.PROVIDER_KEY_REJECTED);
    Waiting.until("the provider sees it", () -> upstream.model.asked().get(0).closedByClient());
  }

  @Test
  void cancellingClosesTheConnectionInMidAnswer() throws Exception {
    Heard heard = upstream.ask("tokens=5000 pace=1").begun();

    upstream.call.cancel();

    int pieces = heard.pieces().size();
    Waiting.until("the provider sees it", () -> upstream.model.asked().get(0).closedByClient());
    assertThat(heard.ended()).isFalse();
    assertThat(heard.pieces().size()).isLessThanOrEqualTo(pieces + 1);
    assertThat(upstream.gateway.openStreams()).isZero();
    upstream.call.cancel();
  }

  @Test
  void cancellingClosesTheConnectionWhileTheProviderIsSilent() throws Exception {
    upstream.model.script("hi", stream().text("Hel").hang());
    Heard heard = upstream.ask("hi").begun();

    upstream.call.cancel();

    Waiting.until("the provider sees it", () -> upstream.model.asked().get(0).closedByClient());
    assertThat(heard.ended()).isFalse();
  }

  @Test
  void cancellingClosesTheConnectionBeforeTheAnswer() {
    upstream.model.script("hi", Script.silent());
    Heard heard = upstream.ask("hi");
    Waiting.until("the provider has been asked", () -> upstream.model.asked().size() == 1);

    upstream.call.cancel();

    Waiting.until("the provider sees it", () -> upstream.model.asked().get(0).closedByClient());
    assertThat(heard.ended()).isFalse();
    assertThat(heard.wasAccepted()).isFalse();
    Waiting.until("the connection is let go", () -> upstream.gateway.openStreams() == 0);
  }

  @Test
  void cancellingAtOnceLeavesNothingBehind() {
    for (int i = 0; i < 50; i++) {
      Heard heard = upstream.ask("tokens=5000 pace=1");
      upstream.call.cancel();
      assertThat(heard.breaches()).isEmpty();
    }
    Waiting.until("all connections are let go", () -> upstream.gateway.openStreams() == 0);
    Waiting.until(
        "the provider sees all of them",
        () -> upstream.model.asked().stream().allMatch(ScriptedModel.Asked::closedByClient));
  }

  @Test
  void cancellingDoesNotWaitForAListenerThatIsBusy() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    ModelListener slow =
        new Deaf() {
          @Override
          public void text(String piece) {
            busy.countDown();
            try {
              free.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    ModelCall call = upstream.gateway.stream(Upstream.request("tokens=1000 pace=1", ""), slow);
    assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();

    call.cancel();

    free.countDown();
    Waiting.until("the provider sees it", () -> upstream.model.asked().get(0).closedByClient());
  }

  /** As the virtual machine throws those that it has often thrown before. */
  private static final class Traceless extends RuntimeException {
    private static final long serialVersionUID = 1;

    Traceless() {
      super("quoting the answer", null, false, false);
    }
  }

  @Test
  void failsWithWhatItsListenerFailsWithAlsoWithoutATrace() throws Exception {
    CompletableFuture<ProblemException> failed = new CompletableFuture<>();
    ModelListener broken =
        new Deaf() {
          @Override
          public void text(String piece) {
            throw new Traceless();
          }

          @Override
          public void failed(ProblemException failure) {
            failed.complete(failure);
          }
        };

    upstream.gateway.stream(Upstream.request("tokens=10 pace=1", ""), broken);

    assertThat(failed.get(10, TimeUnit.SECONDS).problem()).isEqualTo(Problem.INTERNAL);
  }

  @Test
  void keepsTheTimeOfOthersWhenAListenerFails() throws Exception {
    limits(Duration.ofMillis(150), LONG);
    upstream.model.script("hi", Script.silent());
    CountDownLatch told = new CountDownLatch(1);
    ModelListener broken =
        new Deaf() {
          @Override
          public void failed(ProblemException failure) {
            told.countDown();
            throw new Traceless();
          }
        };
    upstream.gateway.stream(Upstream.request("hi", ""), broken);
    assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(upstream.ask("hi").end().failure.problem()).isEqualTo(Problem.PROVIDER_TIMED_OUT);
  }

  @Test
  void usesAConnectionAgainAlsoWhenAFinishedAnswerIsCancelled() throws Exception {
    for (int i = 0; i < 5; i++) {
      upstream.ask("tokens=3 pace=0").end();
      upstream.call.cancel();
      Waiting.until("the answer is through", () -> upstream.gateway.openStreams() == 0);
    }

    assertThat(upstream.model.connections()).isEqualTo(1);
  }

  @Test
  void manyStreamsNeedNoThreadsOfTheirOwn() throws Exception {
    long before = threads();
    List<Heard> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(upstream.ask("tokens=60 pace=3 number " + i));
    }

    for (Heard heard : all) {
      assertThat(heard.end().text()).isEqualTo(ScriptedModel.answerTo("tokens=60"));
    }
    assertThat(threads()).isLessThanOrEqualTo(before + 4);
  }

  /** Makes nothing of what it hears. */
  private static class Deaf implements ModelListener {
    @Override
    public void accepted() {}

    @Override
    public void text(String piece) {}

    @Override
    public void reasoning(String piece) {}

    @Override
    public void finished(FinishReason reason, Usage usage) {}

    @Override
    public void failed(ProblemException failure) {}
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("scripted-model"))
        .count();
  }
}
