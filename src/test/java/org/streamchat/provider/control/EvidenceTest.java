package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.streamchat.provider.entity.ModelRequest;
import org.streamchat.provider.entity.Turn;
import org.streamchat.support.Script;

/** What is kept of a call: all that matters, no key, and never more than its share. */
class EvidenceTest {
  private final Upstream upstream =
      new Upstream(
          new Patience(
              Upstream.PATIENT.connection(),
              Upstream.PATIENT.firstToken(),
              Upstream.PATIENT.idle(),
              new RetryPolicy(2, Duration.ofMillis(10), Duration.ofSeconds(8))));

  @AfterEach
  void close() {
    upstream.close();
  }

  private JsonObject exchange() {
    return parsed(upstream.call.exchange().json());
  }

  private static JsonObject parsed(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }

  @Test
  void isTheRequestAsSentAndTheWholeOfAShortAnswer() throws Exception {
    Script script = Script.stream().header("x-request-id", "req-7").role().text("Hello");
    upstream.model.script("", script.finish("stop").usage(3, 1).done());

    upstream.ask("hi").end();

    JsonObject request = exchange().getJsonObject("request");
    assertThat(request.getString("method")).isEqualTo("POST");
    assertThat(request.getString("url")).isEqualTo(upstream.model.baseUrl() + "/chat/completions");
    assertThat(parsed(request.getString("body"))).isEqualTo(upstream.model.asked().get(0).body());
    assertThat(request.getJsonObject("headers").getString("Authorization")).isEqualTo("[removed]");
    JsonObject response = exchange().getJsonObject("response");
    assertThat(response.getInt("status")).isEqualTo(200);
    assertThat(response.getJsonObject("headers").getString("x-request-id")).isEqualTo("req-7");
    Waiting.until(
        "all has come",
        () -> {
          String body = exchange().getJsonObject("response").getString("body");
          return body.startsWith("data: {\"id\":\"chatcmpl-1\"")
              && body.contains("\"Hello\"")
              && body.contains("\"total_tokens\":4")
              && body.endsWith("data: [DONE]\n\n");
        });
    assertThat(response).doesNotContainKey("droppedBytes");
  }

  @Test
  void lacksTheMiddleOfALongAnswer() throws Exception {
    Script script = Script.stream().role().text("first words");
    for (int i = 0; i < 2_000; i++) {
      script.text("文字 " + i);
    }
    upstream.model.script("", script.finish("stop").usage(3, 2_001).done());

    upstream.ask("hi").end();

    JsonObject response = exchange().getJsonObject("response");
    assertThat(response.getJsonNumber("droppedBytes").longValue()).isGreaterThan(100_000);
    assertThat(response.getString("body"))
        .hasSizeBetween(12_000, 17_000)
        .contains("first words", "\n[…]\n", "文字 1999")
        .doesNotContain("文字 1000", "\uFFFD");
  }

  @Test
  void isTheLastTryAndHoldsNoKeyThatAProviderRepeats() throws Exception {
    upstream.model.script(
        "",
        Script.status(500).json("{\"error\":{\"message\":\"try again\"}}"),
        Script.status(401)
            .header("x-request-id", "of " + Upstream.KEY)
            .json("{\"error\":{\"message\":\"Incorrect API key: " + Upstream.KEY + "\"}}"));

    upstream.ask("hi").end();

    assertThat(exchange().toString()).doesNotContain(Upstream.KEY);
    JsonObject response = exchange().getJsonObject("response");
    assertThat(response.getInt("status")).isEqualTo(401);
    assertThat(response.getJsonObject("headers").getString("x-request-id"))
        .isEqualTo("of [key removed]");
    assertThat(response.getString("body")).contains("Incorrect API key: [key removed]");
  }

  @Test
  void isTheRequestAloneWhenNobodyAnswers() throws Exception {
    upstream.model.script("", Script.refuse());

    upstream.ask("hi").end();

    assertThat(exchange()).containsKey("request").doesNotContainKey("response");
  }

  @Test
  void boundsALongRequest() throws Exception {
    upstream.model.script("", Script.stream().text("ok").finish("stop").done());

    upstream.ask("the beginning " + "长 ".repeat(300_000) + " the end").end();

    JsonObject request = exchange().getJsonObject("request");
    assertThat(request.getJsonNumber("droppedBytes").longValue()).isGreaterThan(900_000);
    assertThat(request.getString("body"))
        .hasSizeLessThan(262_144)
        .contains("the beginning", "the end");
  }

  @Test
  void showsNoSecretOfTheAddressNorOfTheOperatorsHeaders() {
    ProviderSettings settings =
        new ProviderSettings(
            "own",
            ProviderType.AZURE_OPENAI,
            "Own",
            URI.create("https://user:pass-word@example.org/x?api-version=1&code=hidden-code"),
            "the-operators-key",
            List.of(),
            "m",
            Map.of("X-Gateway", "gateway-secret"),
            null,
            null,
            null,
            null,
            true,
            false);
    ModelRequest request =
        new ModelRequest(
            "alice", "own", "m", List.of(new Turn(Turn.Author.USER, "hi")), "", null, null);

    String json = new Evidence().exchange(settings, request, "the-operators-key").json();

    assertThat(json)
        .contains("https://example.org/x", "api-version=1", "X-Gateway", "api-key")
        .doesNotContain("pass-word", "hidden-code", "gateway-secret", "the-operators-key");
  }

  @Test
  void holdsNoPartOfAKeyWhereItWasCut() {
    for (int at = 4_000; at < 4_200; at++) {
      Excerpt excerpt = new Excerpt(4_096, 100);
      excerpt.add(StandardCharsets.UTF_8.encode("x".repeat(at) + "sk-0123456789"));
      excerpt.add(StandardCharsets.UTF_8.encode("y".repeat(at % 150)));
      excerpt.add(StandardCharsets.UTF_8.encode("z".repeat(60)));
      assertThat(excerpt.text(List.of("sk-0123456789"))).doesNotContain("sk", "0", "9");
    }
  }
}
