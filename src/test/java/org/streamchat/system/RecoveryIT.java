package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.streamchat.launch.EmbeddedDatabase;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Frame;
import org.streamchat.support.Script;
import org.streamchat.support.ScriptedModel;
import org.streamchat.support.Stores;
import redis.clients.jedis.RedisClient;

/** What dies in the middle of an answer does not take it along, though there is one server only. */
class RecoveryIT {
  private static final ScriptedModel MODEL = ScriptedModel.shared();
  private final ChatSystem server = ChatSystem.scripted();
  private final ChatClient chat = server.client();

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60));
  }

  @Test
  void anAnswerGoesOnAfterTheServerWasKilledAndStartedAgain() {
    outlivesItsServer("tokens=300 pace=20 kill", seen -> {});
  }

  @Test
  void anAnswerGoesOnThoughItsServerDiedAndItsLogWasTrimmed() {
    outlivesItsServer(
        "tokens=300 pace=20 kill and trim",
        seen -> Stores.shared().trimLog(seen.get(0).generation()));
  }

  /**
   * @param worse what else happens while the server is dead; given what was seen by then
   */
  private void outlivesItsServer(String message, Consumer<List<Frame>> worse) {
    String session = chat.createSession();
    List<Frame> frames;
    try (ChatStream stream = chat.ask(session, message)) {
      frames = new ArrayList<>(stream.take(30));
    }
    server.kill();
    worse.accept(frames);
    server.restart();
    try (ChatStream rest = chat.carryOn(session, Frame.lastId(frames))) {
      frames.addAll(rest.rest());
    }
    assertThat(Frame.text(frames)).isEqualTo(ScriptedModel.answerTo(message));
    assertThat(frames).filteredOn(Frame::terminal).hasSize(1);
    assertThat(chat.lastMessage(session).getString("content"))
        .isEqualTo(ScriptedModel.answerTo(message));
    assertThat(chat.messages(session)).hasSize(2);
  }

  @Test
  void aFlushedRedisIsHealedByASnapshot() {
    String message = "tokens=400 pace=10 flush";
    String session = chat.createSession();
    try (ChatStream stream = chat.ask(session, message);
        RedisClient redis = RedisClient.create(Stores.shared().redis().url())) {
      List<Frame> frames = new ArrayList<>(stream.take(20));
      redis.flushAll();
      frames.addAll(stream.rest());
      assertThat(frames).extracting(Frame::event).contains("snapshot");
      assertThat(Frame.text(frames)).isEqualTo(ScriptedModel.answerTo(message));
      try (ChatStream again = chat.follow(session, frames.get(1).id())) {
        assertThat(Frame.text(again.rest())).isEqualTo(ScriptedModel.answerTo(message));
      }
    }
  }

  @Test
  void anAnswerThatComesNoFurtherIsTakenOverThreeTimesOnly() {
    String message = "comes no further";
    MODEL.script(
        message,
        Stream.generate(() -> Script.stream().role().hang()).limit(2).toArray(Script[]::new));
    String session = chat.createSession();
    List<Frame> frames;
    try (ChatStream stream = chat.ask(session, message);
        RedisClient redis = RedisClient.create(Stores.shared().redis().url())) {
      frames = new ArrayList<>(stream.take(1));
      // Two owners have died already without a word more of text.
      redis.hset(
          "sc:{" + frames.get(0).generation() + "}:meta", Map.of("progress", "0", "attempts", "2"));
    }
    server.kill();
    server.restart();
    patiently().until(() -> MODEL.asked(message).size() == 2);
    assertThat(chat.lastMessage(session).getString("status")).isEqualTo("running");
    server.kill();
    server.restart();
    try (ChatStream rest = chat.follow(session, Frame.lastId(frames))) {
      frames.addAll(rest.rest());
    }
    assertThat(frames.get(frames.size() - 1).data().getString("type")).endsWith(":interrupted");
    assertThat(chat.lastMessage(session).getString("status")).isEqualTo("interrupted");
    assertThat(MODEL.asked(message)).hasSize(2);
  }

  @Test
  void aLostLogOfAFinishedAnswerIsMadeUpForByTheDatabase() {
    String message = "tokens=30 pace=1 lost log";
    String session = chat.createSession();
    List<Frame> frames;
    try (ChatStream stream = chat.ask(session, message)) {
      frames = stream.rest();
    }
    try (RedisClient redis = RedisClient.create(Stores.shared().redis().url())) {
      redis.flushAll();
    }
    try (ChatStream again = chat.follow(session, frames.get(0).id())) {
      List<Frame> rest = again.rest();
      assertThat(rest).extracting(Frame::event).containsExactly("snapshot", "done");
      assertThat(Frame.text(rest)).isEqualTo(ScriptedModel.answerTo(message));
    }
  }

  @Test
  void anAnswerCostsTwoTransactionsAndNoKeyLivesForEver() throws SQLException {
    int answers = 18;
    List<String> sessions = Stream.generate(this::sessionWithTitle).limit(answers).toList();
    long before = commits();
    List<CompletableFuture<List<Frame>>> asked =
        sessions.stream().map(id -> chat.ask(id, "tokens=50 pace=2 counted").restLater()).toList();
    asked.forEach(CompletableFuture::join);
    // The audit trail's batches, which many answers share, come on top.
    assertThat(commits() - before).isBetween(2L * answers, 3L * answers - 1);
    try (RedisClient redis = RedisClient.create(Stores.shared().redis().url())) {
      Set<String> keys = redis.keys("sc:*");
      assertThat(keys).isNotEmpty().allSatisfy(key -> assertThat(redis.pttl(key)).isPositive());
    }
  }

  /** Finding a title is no part of an answer, and costs a transaction of its own. */
  private String sessionWithTitle() {
    return chat.send(
            "POST", "api/sessions", Json.createObjectBuilder().add("title", "counted").build())
        .json()
        .getString("id");
  }

  private static long commits() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                Stores.shared().database().url(),
                EmbeddedDatabase.USER,
                EmbeddedDatabase.PASSWORD);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Com_commit'")) {
      result.next();
      return result.getLong(2);
    }
  }
}
