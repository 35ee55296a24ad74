package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatClient.Reply;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Frame;
import org.streamchat.support.Script;
import org.streamchat.support.ScriptedModel;

/**
 * Bad input and failing providers: each its problem, decided before the stream opens; nothing
 * half-stored.
 */
class ProblemsIT {
  private static final String UNKNOWN = "01890000-0000-7000-8000-000000000000";

  private final ScriptedModel model = ScriptedModel.shared();
  private final ChatSystem server = ChatSystem.scripted();
  private final ChatClient chat = server.client();

  static Stream<Arguments> badBodies() {
    return Stream.of(
        Arguments.of("application/json", "{\"message\":\"\"}", 400, "invalid-request"),
        Arguments.of("application/json", "{\"message\":\"  \\n \"}", 400, "invalid-request"),
        Arguments.of("application/json", "{\"message\":7}", 400, "invalid-request"),
        Arguments.of("application/json", "{\"message\":null}", 400, "invalid-request"),
        Arguments.of("application/json", "{}", 400, "invalid-request"),
        Arguments.of(
            "application/json", "{\"message\":\"hi\",\"temperature\":9}", 400, "invalid-request"),
        Arguments.of(
            "application/json",
            "{\"message\":\"hi\",\"provider\":\"none\"}",
            400,
            "invalid-request"),
        Arguments.of(
            "application/json",
            "{\"message\":\"" + "x".repeat(32_001) + "\"}",
            400,
            "invalid-request"),
        Arguments.of(
            "application/json",
            "{\"message\":\"" + "x".repeat(300_000) + "\"}",
            413,
            "request-too-large"),
        Arguments.of("application/json", "{\"message\":", 400, "malformed-request"),
        Arguments.of("application/json", "[]", 400, "malformed-request"),
        Arguments.of("application/json", "", 400, "malformed-request"),
        Arguments.of("text/plain", "hello", 415, "unsupported-media-type"));
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void aBadSendChangesNothing(String type, String body, int status, String problem) {
    String session = chat.createSession();
    Reply reply = chat.sendRaw("POST", "api/chat/" + session + "/completions", type, body);
    assertProblem(reply, status, problem);
    assertThat(chat.messages(session)).isEmpty();
  }

  static Stream<Arguments> failingProviders() {
    return Stream.of(
        Arguments.of("p401", Script.status(401).json("{}"), 502, "provider-key-rejected"),
        Arguments.of("p404", Script.status(404).json("{}"), 502, "provider-unknown-model"),
        Arguments.of(
            "p429",
            Script.status(429).header("Retry-After", "30").json("{}"),
            503,
            "provider-rate-limited"),
        Arguments.of("p500", Script.status(500).json("{}"), 502, "provider-failed"),
        Arguments.of("p000", Script.refuse(), 502, "provider-"));
  }

  @ParameterizedTest
  @MethodSource("failingProviders")
  void aProviderThatRefusesIsAProblemAndTheQuestionIsKept(
      String marker, Script script, int status, String problem) {
    model.script(marker, script);
    String session = chat.createSession();
    try (ChatStream stream = chat.ask(session, marker)) {
      assertThat(stream.status()).isEqualTo(status);
      assertThat(stream.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
    Reply whole = chat.askWhole(session, marker + " again");
    assertThat(whole.status()).isEqualTo(status);
    assertThat(whole.problem()).startsWith(problem);
    assertThat(whole.body()).doesNotContain(ChatSystem.SECRET_KEY);
    if (marker.equals("p429")) {
      assertThat(whole.header("Retry-After")).isEqualTo("30");
    }
    assertThat(chat.messages(session))
        .extracting(message -> message.getString("status"))
        .containsExactly("complete", "failed", "complete", "failed");
    model.script(marker, Script.stream().role().text("now").finish("stop").done());
    try (ChatStream stream = chat.carryOn(session, "")) {
      assertThat(Frame.text(stream.rest())).isEqualTo("now");
    }
  }

  @Test
  void aProviderThatBreaksOffTwiceLeavesThePartialAnswerAndAnError() {
    model.script(
        "breaks",
        Script.stream().role().text("part one, ").reset(),
        Script.stream().role().text("part two").reset());
    String session = chat.createSession();
    try (ChatStream stream = chat.ask(session, "breaks")) {
      List<Frame> frames = stream.rest();
      assertThat(frames).extracting(Frame::event).contains("notice");
      Frame end = frames.get(frames.size() - 1);
      assertThat(end.event()).isEqualTo("error");
      assertThat(end.data().getBoolean("partial")).isTrue();
      assertThat(end.data().getBoolean("retryable")).isTrue();
      assertThat(Frame.text(frames)).isEqualTo("part one, part two");
    }
    assertThat(chat.lastMessage(session).getString("status")).isEqualTo("failed");
    assertThat(chat.lastMessage(session).getString("content")).isEqualTo("part one, part two");
  }

  @Test
  void unknownThingsAreMissing() {
    String session = chat.createSession();
    for (String path :
        List.of(
            "api/sessions/" + UNKNOWN, "api/sessions/" + UNKNOWN + "/messages", "api/sessions/x")) {
      assertProblem(chat.get(path), 404, "unknown-session");
    }
    assertProblem(chat.stop(UNKNOWN), 404, "unknown-session");
    assertProblem(chat.get("api/nothing"), 404, "not-found");
    try (ChatStream foreign = chat.follow(session, UNKNOWN + ":4")) {
      assertThat(foreign.status()).isEqualTo(404);
    }
    assertProblem(
        chat.send(
            "POST",
            "api/chat/" + UNKNOWN + "/completions",
            Json.createObjectBuilder().add("message", "x").build()),
        404,
        "unknown-session");
    try (ChatStream nothing = chat.carryOn(session, "")) {
      assertThat(nothing.status()).isEqualTo(409);
    }
    assertProblem(
        chat.send("GET", "api/chat/" + session + "/stop", null), 405, "method-not-allowed");
  }

  @ParameterizedTest
  @MethodSource("malformedCursors")
  void aMalformedCursorIsAProblem(String cursor) {
    String session = chat.createSession();
    try (ChatStream stream = chat.follow(session, cursor)) {
      assertThat(stream.status()).isEqualTo(400);
      assertThat(stream.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
  }

  static Stream<String> malformedCursors() {
    return Stream.of(
        "7",
        ":",
        "a:b",
        "a:-1",
        UNKNOWN,
        UNKNOWN + ":1:2",
        "x".repeat(2_000),
        "a:99999999999999999999",
        "' or 1=1:1");
  }

  @Test
  void anotherSendWhileAnAnswerRunsNamesIt() {
    String session = chat.createSession();
    try (ChatStream running = chat.ask(session, "tokens=2000 pace=20 busy")) {
      String generation = running.take(1).get(0).data().getString("generationId");
      Reply second = chat.askWhole(session, "me too");
      assertProblem(second, 409, "generation-running");
      assertThat(second.json().getString("generationId")).isEqualTo(generation);
      chat.stop(session);
      running.rest(Duration.ofSeconds(10));
    }
    assertThat(chat.messages(session)).hasSize(2);
  }

  @Test
  void noSecretAndNoTextReachesTheLog() throws Exception {
    String session = chat.createSession();
    chat.askWhole(session, "tokens=5 pace=0 a very private question");
    model.script(
        "private failure",
        Script.status(500).json("{\"error\":{\"message\":\"a very private error\"}}"));
    chat.askWhole(session, "private failure");
    assertThat(Files.readString(server.log()))
        .doesNotContain(ChatSystem.SECRET_KEY, "very private", "# Answer");
  }

  private static void assertProblem(Reply reply, int status, String problem) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.problem()).isEqualTo(problem);
    assertThat(reply.json().getInt("status")).isEqualTo(status);
    assertThat(reply.json().getString("title")).isNotBlank();
    assertThat(reply.body()).doesNotContain("Exception", "\tat ");
  }
}
