package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Frame;
import org.streamchat.support.Script;
import org.streamchat.support.ScriptedModel;

/** Whoever comes back, at whatever cursor, gets exactly what is missing. */
class ResumeIT {
  private final ScriptedModel model = ScriptedModel.shared();
  private final ChatClient chat = ChatSystem.scripted().client();

  @Test
  void twoPartsJoinedEqualTheWholeWhereverTheFirstIsCut() {
    String whole = ScriptedModel.answerTo("tokens=60");
    for (int k : new int[] {0, 1, 2, 5, 10}) {
      CountDownLatch gate = new CountDownLatch(1);
      model.script("cut at " + k, gated(whole, gate));
      String session = chat.createSession();
      List<Frame> frames;
      try (ChatStream first = chat.ask(session, "cut at " + k)) {
        assertThat(first.status()).isEqualTo(200);
        frames = new ArrayList<>(first.take(Math.max(k, 1)).subList(0, k));
      }
      try (ChatStream second = chat.follow(session, Frame.lastId(frames))) {
        assertThat(second.status()).isEqualTo(200);
        gate.countDown();
        frames.addAll(second.rest());
      }
      assertWhole(session, "tokens=60", frames);
    }
  }

  /** The text in pieces, of which the last come when the gate is open. */
  private static Script gated(String text, CountDownLatch gate) {
    Script script = Script.stream().role();
    int size = text.length() / 60;
    for (int i = 0; i < 60; i++) {
      int end =
          i == 59
              ? text.length()
              : text.offsetByCodePoints(0, text.codePointCount(0, (i + 1) * size));
      int start = i == 0 ? 0 : text.offsetByCodePoints(0, text.codePointCount(0, i * size));
      if (i == 50) {
        script.until(gate);
      }
      script.pause(Duration.ofMillis(8)).text(text.substring(start, end));
    }
    return script.finish("stop").done();
  }

  @Test
  void theRestIsThereAfterTheEndToo() {
    String session = chat.createSession();
    List<Frame> whole = askToTheEnd(session, "tokens=30 pace=1 rest");
    for (Frame from : whole) {
      List<Frame> rest;
      try (ChatStream second = chat.follow(session, from.id())) {
        rest = second.status() == 204 ? List.of() : second.rest();
      }
      List<Frame> joined = new ArrayList<>(whole.subList(0, whole.indexOf(from) + 1));
      joined.addAll(rest);
      assertWhole(session, "tokens=30 pace=1 rest", joined);
    }
  }

  @Test
  void nothingIsLeftToFollowAfterTheEnd() {
    String session = chat.createSession();
    List<Frame> whole = askToTheEnd(session, "tokens=5 pace=1");
    try (ChatStream atTheEnd = chat.follow(session, Frame.lastId(whole));
        ChatStream withoutCursor = chat.follow(session, "")) {
      assertThat(atTheEnd.status()).isEqualTo(204);
      assertThat(withoutCursor.status()).isEqualTo(204);
    }
  }

  @Test
  void carryingOnAfterTheEndRepeatsTheEndOnly() {
    String session = chat.createSession();
    List<Frame> whole = askToTheEnd(session, "tokens=5 pace=1");
    try (ChatStream again = chat.carryOn(session, Frame.lastId(whole))) {
      assertThat(again.rest()).extracting(Frame::event).containsExactly("done");
    }
    try (ChatStream fromTheStart = chat.carryOn(session, "")) {
      assertThat(Frame.text(fromTheStart.rest())).isEqualTo(ScriptedModel.answerTo("tokens=5"));
    }
    assertThat(chat.messages(session)).hasSize(2);
  }

  @Test
  void aLateJoinerGetsAllEarlierTextAtOnce() {
    CountDownLatch gate = new CountDownLatch(1);
    model.script(
        "late",
        Script.stream()
            .role()
            .text("one ")
            .text("two ")
            .text("three ")
            .until(gate)
            .text("four")
            .finish("stop")
            .done());
    String session = chat.createSession();
    try (ChatStream first = chat.ask(session, "late")) {
      StringBuilder seen = new StringBuilder();
      await().until(() -> "one two three ".contentEquals(seen.append(text(first.take(1)))));
      try (ChatStream second = chat.follow(session, "")) {
        List<Frame> frames = second.take(2);
        assertThat(frames).extracting(Frame::event).containsExactly("session", "message");
        assertThat(frames.get(1).content()).isEqualTo("one two three ");
        gate.countDown();
        assertThat(text(second.rest())).isEqualTo("four");
      }
      assertThat(text(first.rest())).isEqualTo("four");
    }
  }

  @Test
  void twentyWatchersSeeTheSameBytes() {
    CountDownLatch gate = new CountDownLatch(1);
    Script script = Script.stream().role().text("before, ").until(gate);
    IntStream.range(0, 100).forEach(i -> script.pause(Duration.ofMillis(2)).text(i + " 字🙂 "));
    model.script("watchers", script.finish("stop").done());
    String session = chat.createSession();
    try (ChatStream first = chat.ask(session, "watchers")) {
      List<Frame> mine = new ArrayList<>(first.take(1));
      String cursor = Frame.lastId(mine);
      List<ChatStream> watching =
          IntStream.range(0, 20)
              .mapToObj(i -> chat.follow(session, i % 2 == 0 ? "" : cursor))
              .toList();
      assertThat(watching).allSatisfy(watcher -> assertThat(watcher.status()).isEqualTo(200));
      List<CompletableFuture<List<Frame>>> rests =
          watching.stream().map(ChatStream::restLater).toList();
      gate.countDown();
      mine.addAll(first.rest());
      assertThat(text(mine)).startsWith("before, 0 字🙂 ").endsWith("99 字🙂 ");
      for (CompletableFuture<List<Frame>> rest : rests) {
        assertThat(text(rest.join())).isEqualTo(text(mine));
      }
    }
  }

  @Test
  void aCutConnectionDoesNotEndTheAnswer() {
    String message = "tokens=50 pace=5 alone";
    String session = chat.createSession();
    chat.ask(session, message).close();
    await().until(() -> "complete".equals(chat.lastMessage(session).getString("status")));
    assertThat(chat.lastMessage(session).getString("content"))
        .isEqualTo(ScriptedModel.answerTo(message));
  }

  @Test
  void aCursorOfAnEarlierAnswerGetsThatAnswersRestNotTheNewOne() {
    String session = chat.createSession();
    List<Frame> first = askToTheEnd(session, "tokens=9 pace=1 first");
    try (ChatStream running = chat.ask(session, "tokens=100 pace=10 second")) {
      running.take(3);
      try (ChatStream old = chat.follow(session, first.get(0).id())) {
        assertThat(text(old.rest())).isEqualTo(ScriptedModel.answerTo("tokens=9"));
      }
      chat.stop(session);
    }
  }

  @Test
  void aCursorBeyondTheEndIsHealedByASnapshot() {
    CountDownLatch gate = new CountDownLatch(1);
    String whole = ScriptedModel.answerTo("tokens=60");
    model.script("beyond", gated(whole, gate));
    String session = chat.createSession();
    try (ChatStream first = chat.ask(session, "beyond")) {
      String id = Frame.lastId(first.take(3));
      String beyond = id.substring(0, id.indexOf(':')) + ":999999";
      try (ChatStream second = chat.follow(session, beyond)) {
        assertThat(second.status()).isEqualTo(200);
        gate.countDown();
        List<Frame> frames = second.rest();
        assertThat(frames.get(0).event()).isEqualTo("snapshot");
        assertThat(text(frames)).isEqualTo(whole);
      }
    }
  }

  @Test
  void theSendRepeatedWithItsKeyFollowsTheFirstOne() {
    String message = "tokens=50 pace=5 once";
    String key = UUID.randomUUID().toString();
    String session = chat.createSession();
    List<CompletableFuture<List<Frame>>> sends =
        IntStream.range(0, 4).mapToObj(i -> chat.ask(session, message, key).restLater()).toList();
    for (CompletableFuture<List<Frame>> send : sends) {
      assertThat(text(send.join())).isEqualTo(ScriptedModel.answerTo(message));
    }
    try (ChatStream afterTheEnd = chat.ask(session, message, key)) {
      assertThat(text(afterTheEnd.rest())).isEqualTo(ScriptedModel.answerTo(message));
    }
    assertThat(chat.messages(session)).hasSize(2);
    assertThat(model.asked(message)).hasSize(1);
  }

  @Test
  void aSilentStreamIsKeptAlive() {
    CountDownLatch gate = new CountDownLatch(1);
    model.script("quiet", Script.stream().role().until(gate).text("at last").finish("stop").done());
    String session = chat.createSession();
    try (ChatStream stream = chat.ask(session, "quiet")) {
      CompletableFuture<List<Frame>> rest = stream.restLater();
      await().atMost(Duration.ofSeconds(20)).until(() -> stream.comments() >= 3);
      gate.countDown();
      assertThat(text(rest.join())).isEqualTo("at last");
      assertThat(stream.retry()).isEqualTo("2000");
      assertThat(stream.headers().firstValue("Cache-Control")).contains("no-cache, no-transform");
      assertThat(stream.headers().firstValue("X-Accel-Buffering")).contains("no");
    }
  }

  @Test
  void aWholeAnswerComesAsJson() {
    String session = chat.createSession();
    ChatClient.Reply reply = chat.askWhole(session, "tokens=20 pace=2 json");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().getString("response")).isEqualTo(ScriptedModel.answerTo("tokens=20"));
    assertThat(reply.json().getString("finishReason")).isEqualTo("stop");
    assertThat(reply.json().getString("sessionId")).isEqualTo(session);
    assertThat(reply.json().getString("messageId"))
        .isEqualTo(chat.lastMessage(session).getString("id"));
    assertThat(reply.json().getJsonObject("usage").getInt("completionTokens")).isEqualTo(20);
  }

  private List<Frame> askToTheEnd(String session, String message) {
    try (ChatStream stream = chat.ask(session, message)) {
      return stream.rest();
    }
  }

  private static String text(List<Frame> frames) {
    return Frame.text(frames);
  }

  /**
   * Everything once, in order, one end, and the same bytes as the database and the provider have.
   */
  private void assertWhole(String session, String message, List<Frame> frames) {
    assertThat(text(frames)).isEqualTo(ScriptedModel.answerTo(message));
    assertThat(frames).filteredOn(Frame::terminal).hasSize(1);
    assertThat(frames.get(frames.size() - 1).event()).isEqualTo("done");
    assertThat(frames.stream().map(Frame::seq)).isSorted().doesNotHaveDuplicates();
    assertThat(chat.lastMessage(session).getString("content"))
        .isEqualTo(ScriptedModel.answerTo(message));
  }
}
