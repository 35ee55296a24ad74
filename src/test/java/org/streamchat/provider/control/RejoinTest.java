package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.streamchat.problem.Problem;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.support.Script;
import org.streamchat.support.ScriptedModel;

/** An answer that the provider makes by itself is joined again, not asked for again. */
class RejoinTest {
  private final Upstream upstream =
      new Upstream(ProviderType.OPENAI_RESPONSES, Upstream.PATIENT, true);

  @AfterEach
  void close() {
    upstream.close();
  }

  private Heard rejoin(String question, String position) {
    Heard heard = new Heard();
    upstream.call =
        upstream.gateway.rejoin(Upstream.request(question, ""), position, heard).orElseThrow();
    return heard;
  }

  private long questions() {
    return upstream.model.requests().stream()
        .filter(asked -> asked.path().endsWith("/responses"))
        .count();
  }

  private boolean wasCancelled() {
    return wasCancelled(upstream);
  }

  private static boolean wasCancelled(Upstream upstream) {
    return upstream.model.requests().stream().anyMatch(asked -> asked.path().endsWith("/cancel"));
  }

  @Test
  void goesOnBehindAnyPositionWithoutAskingAgain() throws Exception {
    String question = "tokens=60 pace=10";
    Heard first = upstream.ask(question);
    await().until(() -> first.pieces().size() > 5 && first.position != null);
    upstream.call.leave();
    String before = first.textAtPosition;

    Heard rest = rejoin(question, first.position).end();

    assertThat(before + rest.text()).isEqualTo(ScriptedModel.answerTo(question));
    assertThat(rest.finish).isEqualTo(FinishReason.STOP);
    assertThat(rest.usage.completionTokens()).isEqualTo(60);
    assertThat(questions()).isEqualTo(1);
    assertThat(upstream.model.requests().get(0).body().getBoolean("store")).isTrue();
    assertThat(wasCancelled()).isFalse();
  }

  @Test
  void repeatsAWholeAnswerFromItsFirstPosition() throws Exception {
    Heard whole = upstream.ask("tokens=20 pace=1").end();
    assertThat(rejoin("tokens=20", "resp_1:0").end().text()).isEqualTo(whole.text());
  }

  @Test
  void tellsThatTheConnectionBrokeSoThatItCanBeRejoined() throws Exception {
    String question = "tokens=40 pace=5 break=10";
    Heard first = upstream.ask(question).end();
    assertThat(first.failure.problem()).isEqualTo(Problem.PROVIDER_BROKE_OFF);
    Heard rest = rejoin(question, first.position).end();
    assertThat(first.textAtPosition + rest.text()).isEqualTo(ScriptedModel.answerTo(question));
  }

  @Test
  void cancellingEndsWhatTheProviderMakes() throws Exception {
    Heard heard = upstream.ask("tokens=1000 pace=20").begun();
    await().until(() -> heard.position != null);
    upstream.call.cancel();
    await().until(this::wasCancelled);
    assertThat(rejoin("", heard.position).end().failure).isNotNull();
  }

  @Test
  void cancellingEndsAlsoWhatTheProviderHasNotNamedYet() throws Exception {
    Heard heard = upstream.ask("tokens=1000 pace=20");
    upstream.call.cancel();
    await().until(this::wasCancelled);
    assertThat(rejoin("", "resp_1:0").end().failure).isNotNull();
    assertThat(heard.pieces()).isEmpty();
  }

  @Test
  void cancellingDoesNotWaitUntilTheProviderIsFound() throws Exception {
    CompletableFuture<Thread> searching = new CompletableFuture<>();
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Runnable::run)
            .proxy(
                new ProxySelector() {
                  @Override
                  public List<Proxy> select(URI address) {
                    if (address.getPath().endsWith("/cancel")) {
                      searching.complete(Thread.currentThread());
                    }
                    return List.of(Proxy.NO_PROXY);
                  }

                  @Override
                  public void connectFailed(URI address, SocketAddress at, IOException why) {}
                })
            .build();
    try (Upstream other = new Upstream(client)) {
      Heard heard = other.ask("tokens=1000 pace=20").begun();
      await().until(() -> heard.position != null);

      other.call.cancel();

      assertThat(searching.get(10, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
      await().until(() -> wasCancelled(other));
    }
  }

  @Test
  void cancellingEndsWhatTheProviderMakesAlsoWhenTheServerIsStopping() throws Exception {
    Heard heard = upstream.ask("tokens=1000 pace=20").begun();
    await().until(() -> heard.position != null);
    upstream.scheduler.shutdown();

    upstream.call.cancel();

    await().until(this::wasCancelled);
  }

  @Test
  void cancelsNothingThatHasEnded() throws Exception {
    upstream.ask("tokens=5 pace=1").end();
    upstream.call.cancel();
    upstream.ask("tokens=5 pace=1").end();
    assertThat(wasCancelled()).isFalse();
  }

  @Test
  void saysThatAnAnswerIsNotKnownAnyMore() throws Exception {
    assertThat(rejoin("", "resp_99:7").end().failure).isNotNull();
  }

  @Test
  void doesWithoutWhereItIsRefused() throws Exception {
    upstream.model.script(
        "refused",
        Script.status(400).json("{\"error\":{\"message\":\"x\",\"param\":\"background\"}}"),
        Script.stream()
            .event("{\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}")
            .event("{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}"));
    Heard heard = upstream.ask("refused").end();
    assertThat(heard.text()).isEqualTo("Hi");
    assertThat(heard.position).isNull();
    assertThat(upstream.model.asked().get(1).body())
        .doesNotContainKey("background")
        .containsEntry("store", jakarta.json.JsonValue.FALSE);
  }

  @Test
  void isNotForOtherProtocolsNorForeignPositions() {
    assertThat(upstream.gateway.rejoin(Upstream.request("", ""), "../models?x", new Heard()))
        .isEmpty();
    try (Upstream other = new Upstream()) {
      assertThat(other.gateway.rejoin(Upstream.request("", ""), "resp_1:1", new Heard())).isEmpty();
    }
  }
}
