package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Frame;
import org.streamchat.support.ScriptedModel;
import org.streamchat.support.ScriptedModel.Asked;
import org.streamchat.support.Stores;

/**
 * With a provider that makes answers by itself, whoever takes an answer over asks for no token
 * twice.
 */
class RejoinIT {
  private static final ScriptedModel MODEL = ScriptedModel.shared();
  private static final Map<String, String> SETTINGS =
      Map.of(
          "STREAMCHAT_PROVIDERS",
          "openai-responses",
          "STREAMCHAT_PROVIDER_OPENAI_RESPONSES_BASE_URL",
          MODEL.baseUrl().toString(),
          "STREAMCHAT_PROVIDER_OPENAI_RESPONSES_BACKGROUND",
          "true",
          "STREAMCHAT_TITLES",
          "first-words");
  private static ChatSystem server;
  private static ChatClient chat;

  @BeforeEach
  void start() {
    server = ChatSystem.apart("rejoin", SETTINGS);
    chat = server.client();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  private static void assertWhole(
      ChatClient client, String session, String message, List<Frame> frames) {
    assertThat(Frame.text(frames)).isEqualTo(ScriptedModel.answerTo(message));
    assertThat(frames).filteredOn(Frame::terminal).hasSize(1);
    assertThat(client.lastMessage(session).getString("content"))
        .isEqualTo(ScriptedModel.answerTo(message));
  }

  private static String session() {
    return chat.createSession(Json.createObjectBuilder().add("title", "rejoin").build());
  }

  private static List<String> joined() {
    return MODEL.requests().stream()
        .map(Asked::path)
        .filter(path -> path.contains("starting_after="))
        .toList();
  }

  @Test
  void anAnswerIsJoinedAgainByAnotherServerWhenItsOwnIsKilled() {
    Map<String, String> beside = new HashMap<>(Stores.shared().apart("rejoin"));
    beside.putAll(SETTINGS);
    ChatSystem other = ChatSystem.scripted("rejoin-two", beside);
    String message = "tokens=500 pace=20 rejoined";
    String session = session();
    int before = joined().size();
    try (ChatStream stream = chat.ask(session, message);
        ChatStream theirs = other.client().follow(session, "")) {
      stream.take(40);
      server.kill();
      List<Frame> frames = theirs.rest();
      assertWhole(other.client(), session, message, frames);
      assertThat(frames).extracting(Frame::event).contains("notice");
      assertThat(MODEL.asked(message)).hasSize(1);
      assertThat(joined().size()).isGreaterThan(before);
    } finally {
      other.stop();
    }
  }

  @Test
  void anAnswerThatTheProviderHasForgottenIsAskedForFromItsPrefix() {
    String message = "tokens=300 pace=20 forgotten";
    String session = session();
    List<Frame> frames;
    try (ChatStream stream = chat.ask(session, message)) {
      frames = new ArrayList<>(stream.take(40));
    }
    server.kill();
    server.restart();
    try (ChatStream rest = chat.carryOn(session, Frame.lastId(frames))) {
      frames.addAll(rest.rest());
    }
    assertWhole(chat, session, message, frames);
    assertThat(MODEL.asked(message)).hasSize(2);
    assertThat(MODEL.asked(message).get(1).isContinuation()).isTrue();
  }

  @Test
  void anAnswerWhoseConnectionBreaksIsJoinedAgain() {
    String message = "tokens=100 pace=5 break=30 cut";
    String session = session();
    try (ChatStream stream = chat.ask(session, message)) {
      List<Frame> frames = stream.rest();
      assertWhole(chat, session, message, frames);
      assertThat(frames).extracting(Frame::event).doesNotContain("notice");
    }
    assertThat(MODEL.asked(message)).hasSize(1);
  }

  @Test
  void stopEndsWhatTheProviderMakes() {
    String session = session();
    try (ChatStream stream = chat.ask(session, "tokens=2000 pace=20 stopped")) {
      stream.take(5);
      assertThat(chat.stop(session).status()).isEqualTo(204);
      assertThat(stream.rest()).last().extracting(Frame::event).isEqualTo("done");
    }
    await()
        .until(() -> MODEL.requests().stream().anyMatch(asked -> asked.path().endsWith("/cancel")));
  }
}
