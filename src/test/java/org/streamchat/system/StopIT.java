package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Frame;
import org.streamchat.support.Script;
import org.streamchat.support.ScriptedModel;
import org.streamchat.support.Stores;
import redis.clients.jedis.RedisClient;

/** Stopping keeps what there is, closes the provider's connection, and can be carried on. */
class StopIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ScriptedModel model = ScriptedModel.shared();
  private final ChatClient chat = ChatSystem.scripted().client();

  @Test
  void stopKeepsThePartialAnswerAndClosesTheProvidersConnection() {
    String message = "tokens=500 pace=20 stop";
    String session = chat.createSession();
    try (ChatStream stream = chat.ask(session, message)) {
      List<Frame> before = stream.take(8);
      assertThat(chat.stop(session).status()).isEqualTo(204);
      assertThat(chat.stop(session).status()).isEqualTo(204);
      List<Frame> after = stream.rest();
      Frame end = after.get(after.size() - 1);
      assertThat(end.event()).isEqualTo("done");
      assertThat(end.data().getString("finishReason")).isEqualTo("stopped");
      String seen = Frame.text(before) + Frame.text(after);
      assertThat(chat.lastMessage(session).getString("content")).isEqualTo(seen);
      assertThat(chat.lastMessage(session).getString("status")).isEqualTo("stopped");
      assertThat(ScriptedModel.answerTo(message)).startsWith(seen);
    }
    await().until(() -> model.asked(message).get(0).closedByClient());
  }

  @Test
  void aStoppedAnswerIsCarriedOnByteForByte() {
    String message = "tokens=300 pace=20 carry on";
    String session = chat.createSession();
    try (ChatStream stream = chat.ask(session, message)) {
      stream.take(10);
      chat.stop(session);
      stream.rest();
    }
    String id = chat.lastMessage(session).getString("id");
    try (ChatStream rest = chat.carryOn(session, "")) {
      List<Frame> frames = rest.rest();
      assertThat(frames).extracting(Frame::event).startsWith("session", "snapshot");
      assertThat(frames.get(0).data().getString("messageId")).isEqualTo(id);
      assertThat(Frame.text(frames)).isEqualTo(ScriptedModel.answerTo(message));
    }
    assertThat(chat.messages(session)).hasSize(2);
    assertThat(chat.lastMessage(session).getString("content"))
        .isEqualTo(ScriptedModel.answerTo(message));
    assertThat(chat.lastMessage(session).getString("status")).isEqualTo("complete");
  }

  @Test
  void anAnswerCutByLengthIsCarriedOn() {
    model.script(
        "too long",
        Script.stream().role().text("The first half, ").finish("length").done(),
        Script.stream().role().text("the second half.").finish("stop").done());
    String session = chat.createSession();
    try (ChatStream stream = chat.ask(session, "too long")) {
      List<Frame> frames = stream.rest();
      assertThat(frames.get(frames.size() - 1).data().getString("finishReason"))
          .isEqualTo("length");
    }
    try (ChatStream rest = chat.carryOn(session, "")) {
      assertThat(Frame.text(rest.rest())).isEqualTo("The first half, the second half.");
    }
  }

  @Test
  void stopBeforeTheFirstTokenWins() {
    CountDownLatch gate = new CountDownLatch(1);
    model.script(
        "thinking", Script.stream().role().until(gate).text("never").finish("stop").done());
    String session = chat.createSession();
    try (ChatStream stream = chat.ask(session, "thinking")) {
      stream.take(1);
      CompletableFuture<List<Frame>> rest = stream.restLater();
      assertThat(chat.stop(session).status()).isEqualTo(204);
      assertThat(rest.join()).extracting(Frame::event).containsExactly("done");
      gate.countDown();
    }
    assertThat(chat.lastMessage(session).getString("status")).isEqualTo("stopped");
    assertThat(chat.lastMessage(session).getString("content")).isEmpty();
    assertThat(chat.session(session).json()).doesNotContainKey("activeGeneration");
  }

  @Test
  void stopThatMeansAnotherAnswerChangesNothing() {
    String session = chat.createSession();
    chat.askWhole(session, "tokens=3 pace=0");
    String stop = "api/chat/" + session + "/stop?generationId=";
    String earlier = chat.lastMessage(session).getString("generationId");
    String message = "tokens=100 pace=5 meant";
    try (ChatStream stream = chat.ask(session, message)) {
      assertThat(chat.send("POST", stop + earlier, null).status()).isEqualTo(204);
      assertThat(chat.send("POST", stop + "%00'", null).status()).isEqualTo(204);
      assertThat(Frame.text(stream.rest())).isEqualTo(ScriptedModel.answerTo(message));
    }
    CountDownLatch gate = new CountDownLatch(1);
    model.script("meant", Script.stream().role().text("half").until(gate).text("never").done());
    try (ChatStream stream = chat.ask(session, "meant")) {
      String generation = stream.take(1).get(0).generation();
      assertThat(chat.send("POST", stop + generation, null).status()).isEqualTo(204);
      assertThat(stream.rest()).last().extracting(Frame::event).isEqualTo("done");
    }
    gate.countDown();
    assertThat(chat.lastMessage(session).getString("status")).isEqualTo("stopped");
  }

  @Test
  void stopAfterTheEndChangesNothing() {
    String session = chat.createSession();
    chat.askWhole(session, "tokens=3 pace=0");
    assertThat(chat.stop(session).status()).isEqualTo(204);
    assertThat(chat.lastMessage(session).getString("status")).isEqualTo("complete");
  }

  @Test
  void deletingASessionStopsItsAnswerAndRemovesItsLogs() {
    String message = "tokens=500 pace=20 deleted";
    String session = chat.createSession();
    chat.askWhole(session, "tokens=3 pace=0");
    String earlier = chat.lastMessage(session).getString("generationId");
    try (ChatStream stream = chat.ask(session, message)) {
      stream.take(3);
      JsonObject active = chat.session(session).json().getJsonObject("activeGeneration");
      String running = active.getString("id");
      assertThat(keys(earlier)).isNotEmpty();
      assertThat(keys(running)).isNotEmpty();
      assertThat(chat.send("DELETE", "api/sessions/" + session, null).status()).isEqualTo(204);
      await().atMost(LIMIT).until(() -> model.asked(message).get(0).closedByClient());
      assertThat(stream.rest()).filteredOn(Frame::terminal).hasSize(1);
      await().atMost(LIMIT).until(() -> keys(earlier).isEmpty() && keys(running).isEmpty());
    }
    assertThat(chat.session(session).status()).isEqualTo(404);
  }

  private static Set<String> keys(String generation) {
    try (RedisClient redis = RedisClient.create(Stores.shared().redis().url())) {
      return redis.keys("sc:{" + generation + "}*");
    }
  }
}
