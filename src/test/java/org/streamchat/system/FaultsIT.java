package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streamchat.launch.EmbeddedDatabase;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatClient.Reply;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Frame;
import org.streamchat.support.Relay;
import org.streamchat.support.Script;
import org.streamchat.support.ScriptedModel;
import org.streamchat.support.Stores;
import redis.clients.jedis.RedisClient;

/**
 * One part of the system fails and comes back: what is told meanwhile, and what is kept. The server
 * finishes answers whose server died, and gives up early on providers.
 */
class FaultsIT {
  private static final ScriptedModel MODEL = ScriptedModel.shared();
  private static final Relay REDIS = new Relay(URI.create(Stores.shared().redis().url()));
  private static final Relay DATABASE =
      new Relay(URI.create(Stores.shared().database().url().substring("jdbc:".length())));
  private static ChatSystem server;
  private static ChatClient chat;

  @BeforeAll
  static void start() {
    Map<String, String> settings =
        new HashMap<>(Stores.shared().apart("faults", DATABASE.port(), REDIS.port()));
    settings.putAll(
        Map.of(
            "STREAMCHAT_RECOVERY",
            "finish",
            "STREAMCHAT_SHUTDOWN_GRACE",
            "1s",
            "STREAMCHAT_PROVIDER_FIRST_TOKEN_TIMEOUT",
            "3s",
            "STREAMCHAT_PROVIDER_IDLE_TIMEOUT",
            "3s",
            "STREAMCHAT_GENERATION_MOST_CHARACTERS",
            "400000",
            "STREAMCHAT_GENERATION_MOST_EVENTS",
            "1500"));
    server = ChatSystem.scripted("faults", settings);
    chat = server.client();
  }

  @AfterAll
  static void stop() {
    server.stop();
    REDIS.close();
    DATABASE.close();
  }

  @AfterEach
  void mend() {
    REDIS.mend();
    DATABASE.mend();
    patiently().until(() -> ready().status() == 200 && ready().body().contains("available"));
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60));
  }

  private static Reply ready() {
    return chat.get("health/ready");
  }

  /** Whether it is not ready any more, or takes no connections. */
  private static boolean isGoing() {
    try {
      return ready().status() == 503;
    } catch (UncheckedIOException refused) {
      return true;
    }
  }

  @Test
  void theEndWaitsForADatabaseThatIsAwayAndNewQuestionsAreRefused() {
    CountDownLatch gate = new CountDownLatch(1);
    String session = chat.createSession();
    String other = chat.createSession();
    try (ChatStream stream = inTwoParts(session, "database away", gate)) {
      List<Frame> frames = new ArrayList<>(stream.take(2));
      DATABASE.breakDown();
      gate.countDown();
      CompletableFuture<List<Frame>> rest = stream.restLater();
      patiently().until(() -> ready().status() == 503);
      assertThat(ready().body()).contains("\"name\":\"database\"", "\"status\":\"DOWN\"");
      Reply refused = chat.askWhole(other, "tokens=3");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.problem()).isEqualTo("database-unavailable");
      assertThat(refused.header("Retry-After")).isNotEmpty();
      assertThat(rest).isNotDone();
      DATABASE.mend();
      frames.addAll(rest.join());
      assertThat(Frame.text(frames)).isEqualTo("All of it.");
      assertThat(frames)
          .filteredOn(Frame::terminal)
          .extracting(Frame::event)
          .containsExactly("done");
    }
    assertThat(chat.lastMessage(session).getString("content")).isEqualTo("All of it.");
    assertThat(chat.messages(other)).isEmpty();
  }

  @Test
  void anEndThatWaitsForTheDatabaseOutlivesItsServer() {
    CountDownLatch gate = new CountDownLatch(1);
    String message = "database away, server dies";
    String session = chat.createSession();
    List<Frame> frames;
    try (ChatStream stream = inTwoParts(session, message, gate);
        RedisClient redis = RedisClient.create(Stores.shared().redis().url())) {
      frames = new ArrayList<>(stream.take(2));
      DATABASE.breakDown();
      gate.countDown();
      patiently()
          .until(
              () ->
                  redis.keys("*{" + frames.get(0).generation() + "}:meta").stream()
                      .map(meta -> redis.hget(meta, "note"))
                      .anyMatch(note -> note != null && note.contains("COMPLETE")));
      server.kill();
    }
    DATABASE.mend();
    server.restart();
    try (ChatStream stream = chat.follow(session, Frame.lastId(frames))) {
      frames.addAll(stream.rest());
    }
    assertThat(Frame.text(frames)).isEqualTo("All of it.");
    assertThat(frames.get(frames.size() - 1).event()).isEqualTo("done");
    assertThat(chat.lastMessage(session).getString("status")).isEqualTo("complete");
    assertThat(chat.lastMessage(session).getString("finishReason")).isEqualTo("stop");
    assertThat(MODEL.asked(message)).hasSize(1);
  }

  @Test
  void anEndWhoseCommitIsNotConfirmedIsToldOnce() {
    CountDownLatch gate = new CountDownLatch(1);
    String message = "commit unconfirmed";
    String session = chat.createSession();
    try (ChatStream stream = inTwoParts(session, message, gate)) {
      List<Frame> frames = new ArrayList<>(stream.take(2));
      DATABASE.loseRepliesTo("COMMIT");
      gate.countDown();
      CompletableFuture<List<Frame>> rest = stream.restLater();
      patiently().until(() -> stored(frames, "g.status").equals("COMPLETE"));
      assertThat(rest).isNotDone();
      DATABASE.mend();
      DATABASE.cut();
      frames.addAll(rest.join());
      assertThat(Frame.text(frames)).isEqualTo("All of it.");
      assertThat(frames)
          .filteredOn(Frame::terminal)
          .extracting(Frame::event)
          .containsExactly("done");
    }
    assertThat(chat.lastMessage(session).getString("content")).isEqualTo("All of it.");
    assertThat(MODEL.asked(message)).hasSize(1);
  }

  /** What the database itself says of an answer. */
  private static String stored(List<Frame> frames, String column) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                Stores.shared().apart("faults").get("DATABASE_URL"),
                EmbeddedDatabase.USER,
                EmbeddedDatabase.PASSWORD);
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT "
                    + column
                    + " FROM generation g JOIN message m ON m.id = g.message_id WHERE g.id = ?")) {
      statement.setString(1, frames.get(0).generation());
      try (ResultSet found = statement.executeQuery()) {
        found.next();
        return found.getString(1);
      }
    }
  }

  @Test
  void leasesAreRenewedHoweverManyEndsWaitForASilentDatabase() {
    CountDownLatch gate = new CountDownLatch(1);
    String message = "tokens=900 pace=10 goes on in silence";
    List<ChatStream> ending =
        IntStream.range(0, 15)
            .mapToObj(i -> inTwoParts(chat.createSession(), "ends in silence " + i, gate))
            .toList();
    try (ChatStream running = chat.ask(chat.createSession(), message);
        RedisClient redis = RedisClient.create(Stores.shared().redis().url())) {
      List<Frame> frames = new ArrayList<>(running.take(2));
      String lease = "sc-faults:{" + frames.get(0).generation() + "}:lease";
      DATABASE.silence();
      gate.countDown();
      AtomicLong left = new AtomicLong(redis.pttl(lease));
      AtomicInteger renewals = new AtomicInteger();
      patiently()
          .until(
              () -> {
                long now = redis.pttl(lease);
                assertThat(now).as("what is left of the lease").isPositive();
                return now > left.getAndSet(now) && renewals.incrementAndGet() == 7;
              });
      DATABASE.mend();
      frames.addAll(running.rest());
      assertThat(Frame.text(frames)).isEqualTo(ScriptedModel.answerTo(message));
    }
    for (ChatStream stream : ending) {
      try (stream) {
        assertThat(Frame.text(stream.rest())).isEqualTo("All of it.");
      }
    }
  }

  /** Asks a model that says the second part when it may. */
  private static ChatStream inTwoParts(String session, String message, CountDownLatch gate) {
    MODEL.script(
        message,
        Script.stream().role().text("All ").until(gate).text("of it.").finish("stop").done());
    return chat.ask(session, message);
  }

  @Test
  void answersGoOnWithoutRedisAndReadinessSaysSo() {
    CountDownLatch gate = new CountDownLatch(1);
    MODEL.script(
        "redis away",
        Script.stream().role().text("Before, ").until(gate).text("after.").finish("stop").done());
    String session = chat.createSession();
    try (ChatStream stream = chat.ask(session, "redis away")) {
      List<Frame> frames = new ArrayList<>(stream.take(2));
      REDIS.breakDown();
      gate.countDown();
      frames.addAll(stream.rest());
      assertThat(Frame.text(frames)).isEqualTo("Before, after.");
      assertThat(ready().status()).isEqualTo(200);
      assertThat(ready().body()).contains("\"log\":\"degraded\"");
    }
    // Some end before anybody can follow them.
    for (int i = 0; i < 20; i++) {
      String brief = "tokens=" + (1 + i % 3) + " pace=0 without a log";
      Reply whole = chat.askWhole(chat.createSession(), brief);
      assertThat(whole.status()).as(whole.body()).isEqualTo(200);
      assertThat(whole.json().getString("response")).isEqualTo(ScriptedModel.answerTo(brief));
      try (ChatStream stream = chat.ask(chat.createSession(), brief)) {
        assertThat(stream.status()).isEqualTo(200);
        assertThat(Frame.text(stream.rest())).isEqualTo(ScriptedModel.answerTo(brief));
      }
    }
    REDIS.mend();
    patiently().until(() -> ready().body().contains("\"log\":\"available\""));
    assertThat(server.log())
        .content()
        .contains("running answers go on from memory", "The resume cache answers again");
    try (ChatStream again = chat.carryOn(session, "")) {
      assertThat(Frame.text(again.rest())).isEqualTo("Before, after.");
    }
  }

  /**
   * What the server keeps of an answer that it had not finished, once it has been started again.
   */
  private static String interrupted(String session) {
    server.restart();
    patiently().until(() -> chat.lastMessage(session).getString("status").equals("interrupted"));
    return chat.lastMessage(session).getString("content");
  }

  @Test
  void whatComesWithoutRedisIsKeptInTheDatabase() {
    String message = "tokens=3000 pace=20 kept meanwhile";
    String session = chat.createSession();
    AtomicReference<String> stored = new AtomicReference<>();
    try (ChatStream stream = chat.ask(session, message)) {
      List<Frame> frames = stream.take(40);
      REDIS.breakDown();
      patiently()
          .until(
              () -> {
                stored.set(stored(frames, "m.content"));
                return stored.get().length() > 2 * Frame.text(frames).length();
              });
      server.kill();
    }
    REDIS.mend();
    String kept = interrupted(session);
    assertThat(kept).startsWith(stored.get());
    assertThat(ScriptedModel.answerTo(message)).startsWith(kept);
  }

  @Test
  void whatWasShownWithoutRedisIsKeptByAServerThatIsStopped() {
    String message = "tokens=3000 pace=20 kept at the end";
    String session = chat.createSession();
    List<Frame> frames = new CopyOnWriteArrayList<>();
    try (ChatStream stream = chat.ask(session, message)) {
      CompletableFuture<Void> rest = stream.eachLater(frames::add);
      patiently().until(() -> frames.size() > 40);
      REDIS.breakDown();
      patiently().until(() -> ready().body().contains("\"log\":\"degraded\""));
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(server::stop);
      patiently().until(FaultsIT::isGoing);
      // The server would wait for who still reads.
      stream.close();
      rest.handle((all, cut) -> null).join();
      stopping.join();
    }
    REDIS.mend();
    assertThat(interrupted(session)).startsWith(Frame.text(frames));
  }

  @Test
  void anAnswerIsFinishedAsInterruptedWhereTheOperatorWantsThat() {
    String message = "tokens=300 pace=20 finish";
    String session = chat.createSession();
    List<Frame> frames;
    try (ChatStream stream = chat.ask(session, message)) {
      frames = new ArrayList<>(stream.take(40));
    }
    server.kill();
    String kept = interrupted(session);
    assertThat(kept).startsWith(Frame.text(frames));
    assertThat(ScriptedModel.answerTo(message)).startsWith(kept);
    try (ChatStream rest = chat.follow(session, Frame.lastId(frames))) {
      frames.addAll(rest.rest());
    }
    Frame end = frames.get(frames.size() - 1);
    assertThat(end.event()).isEqualTo("error");
    assertThat(end.data().getString("type")).endsWith(":interrupted");
    assertThat(end.data().getBoolean("partial")).isTrue();
    assertThat(Frame.text(frames)).isEqualTo(kept);
    assertThat(MODEL.asked(message)).hasSize(1);
    try (ChatStream carriedOn = chat.carryOn(session, "")) {
      assertThat(Frame.text(carriedOn.rest())).isEqualTo(ScriptedModel.answerTo(message));
    }
  }

  @Test
  void aProviderThatFallsSilentIsAskedOnceMore() {
    MODEL.script(
        "falls silent",
        Script.stream().role().text("One ").hang(),
        Script.stream().role().text("and two.").finish("stop").done());
    String session = chat.createSession();
    try (ChatStream stream = chat.ask(session, "falls silent")) {
      assertThat(Frame.text(stream.rest())).isEqualTo("One and two.");
    }
    assertThat(MODEL.asked("falls silent").get(0).closedByClient()).isTrue();
  }

  @Test
  void aProviderThatNeverSaysAWordIsGivenUp() {
    MODEL.script("says nothing", Script.stream().role().hang());
    String session = chat.createSession();
    try (ChatStream stream = chat.ask(session, "says nothing")) {
      assertThat(stream.status() == 200 ? stream.rest().get(1).event() : "error")
          .isEqualTo("error");
    }
    assertThat(chat.lastMessage(session).getString("status")).isEqualTo("failed");
  }

  @Test
  void anEndlessAnswerIsCutOffAndWhatThereIsIsKept() {
    Script endless = Script.stream().role();
    IntStream.range(0, 500).forEach(i -> endless.text("x".repeat(1_000)));
    MODEL.script("endless", endless.hang());
    String session = chat.createSession();
    try (ChatStream stream = chat.ask(session, "endless")) {
      List<Frame> frames = stream.rest();
      assertThat(frames.get(frames.size() - 1).data().getString("type"))
          .endsWith(":answer-too-large");
      String kept = chat.lastMessage(session).getString("content");
      assertThat(kept).hasSizeBetween(400_000, 410_000).isEqualTo(Frame.text(frames));
    }
    await().until(() -> MODEL.asked("endless").get(0).closedByClient());
  }

  @Test
  void anAnswerOfTooManyEventsIsCutOffToo() {
    Script turning = Script.stream().role();
    // Each turn is an event of its own, however fast they come.
    IntStream.range(0, 1_000).forEach(i -> turning.reasoning("?").text("!"));
    MODEL.script("turning", turning.hang());
    String session = chat.createSession();
    try (ChatStream stream = chat.ask(session, "turning")) {
      List<Frame> frames = stream.rest();
      assertThat(frames.get(frames.size() - 1).data().getString("type"))
          .endsWith(":answer-too-large");
      String kept = chat.lastMessage(session).getString("content");
      assertThat(kept).hasSizeBetween(740, 750).isEqualTo(Frame.text(frames));
    }
  }
}
