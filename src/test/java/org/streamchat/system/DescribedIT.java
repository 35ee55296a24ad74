package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.streamchat.system.Described.BODY;
import static org.streamchat.system.Described.DATABASE;
import static org.streamchat.system.Described.DESCRIBED;
import static org.streamchat.system.Described.LIMIT;
import static org.streamchat.system.Described.NOTHING;
import static org.streamchat.system.Described.REDIS;
import static org.streamchat.system.Described.as;
import static org.streamchat.system.Described.assertProblem;
import static org.streamchat.system.Described.call;
import static org.streamchat.system.Described.callOn;
import static org.streamchat.system.Described.json;
import static org.streamchat.system.Described.node;
import static org.streamchat.system.Described.path;
import static org.streamchat.system.Described.start;
import static org.streamchat.system.Described.stop;
import static org.streamchat.system.Described.stored;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatClient.Reply;
import org.streamchat.support.ChatStream;
import org.streamchat.support.Frame;
import org.streamchat.support.Interface;
import org.streamchat.support.Script;

/**
 * Every call, every status of it and every type of problem that the description of the interface
 * names is made to occur, on a server of its own. That each response is as described, {@link
 * Interface} sees to.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DescribedIT extends DescribedCalls {
  private static final int CONNECTIONS = 40;

  @BeforeAll
  static void begin() {
    start();
    DESCRIBED.watch(true);
  }

  @AfterAll
  static void end() {
    DESCRIBED.watch(false);
    stop();
  }

  @Test
  @Order(8)
  void whileTheLogIsAwayQuestionsAndOtherNodesAnswersAreOutOfReach() throws SQLException {
    String session = talk(alice);
    String idle = talk(alice);
    String generation = alice.lastMessage(session).getString("generationId");
    REDIS.breakDown();
    running(session, generation, true);
    try {
      String question = question(alice, idle);
      for (String call : List.of("ask", "askInNewSession", "regenerate", "edit")) {
        assertProblem(
            callOn(alice, call, idle, question, json("message", "hi")), 503, "log-unavailable");
      }
      for (String call : List.of("carryOn", "follow", "stop", "deleteSession")) {
        assertProblem(call(alice, call, session, "", ""), 503, "log-unavailable");
      }
      assertProblem(call(admin, "stopGeneration", generation, "", ""), 503, "log-unavailable");
    } finally {
      running(session, generation, false);
      REDIS.mend();
    }
    await()
        .atMost(LIMIT)
        .until(() -> alice.askWhole(alice.createSession(), "tokens=1 pace=0").status() == 200);
  }

  /** As if another node made the session's answer. */
  private static void running(String session, String generation, boolean runs) throws SQLException {
    String status = runs ? "'RUNNING'" : "'COMPLETE'";
    try (Connection connection = stored();
        Statement statement = connection.createStatement()) {
      for (String update :
          List.of(
              "update generation set status = " + status + " where id = '" + generation + "'",
              "update message set status = "
                  + status
                  + " where generation_id = '"
                  + generation
                  + "'",
              "update chat_session set active_generation = "
                  + (runs ? "'" + generation + "'" : "null")
                  + " where id = '"
                  + session
                  + "'")) {
        statement.executeUpdate(update);
      }
    }
  }

  @Test
  @Order(9)
  void whileTheDatabaseIsAwayEveryCallSaysSo() {
    DATABASE.breakDown();
    try {
      for (String line : DESCRIBED.documented()) {
        if (line.endsWith(" 503 database-unavailable")) {
          String call = line.replaceFirst(" .*", "");
          ChatClient caller = call.contains("Generation") ? admin : alice;
          String id = call.contains("Key") ? "locked" : NOTHING;
          assertProblem(call(caller, call, id, "", BODY), 503, "database-unavailable");
        }
      }
    } finally {
      DATABASE.mend();
    }
    await().atMost(LIMIT).until(() -> alice.get("api/sessions").status() == 200);
  }

  /** A question that is being answered, and may be sent again. */
  private record Sent(ChatClient user, String path, JsonObject body, String session) {}

  private Sent sent(ChatClient user, String call, String session, String message, JsonObject body) {
    ChatClient once = user.with("Idempotency-Key", UUID.randomUUID().toString());
    String path = path(call, session, message);
    try (ChatStream stream = once.stream("POST", path, body)) {
      String in = stream.take(2).get(0).data().getString("sessionId");
      return new Sent(once, path, body, in);
    }
  }

  @Test
  @Order(10)
  void anInterruptedAnswerIsToldToWhoAsksAgain() {
    JsonObject slow = json("message", "tokens=2000 pace=100 until the end");
    ChatClient bob = as("bob");
    model.script(
        "twice",
        Script.stream().role().text("1").finish("stop").done(),
        Script.stream().role().text("so").hang());
    String again = bob.createSession();
    bob.askWhole(again, "twice");
    String edited = talk(bob);
    List<Sent> all =
        List.of(
            sent(alice, "ask", alice.createSession(), "", slow),
            sent(alice, "askInNewSession", "", "", slow),
            sent(bob, "regenerate", again, question(bob, again), json()),
            sent(bob, "edit", edited, question(bob, edited), slow));
    node.kill();
    node.restart();
    for (Sent sent : all) {
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  sent.user()
                      .lastMessage(sent.session())
                      .getString("status")
                      .equals("interrupted"));
      assertProblem(sent.user().send("POST", sent.path(), sent.body()), 503, "interrupted");
    }
  }

  /** A stopping server goes on with the connections that there are, for one more call each. */
  @Test
  @Order(11)
  void aServerThatIsBeingStoppedTakesNoQuestions() {
    String session = talk(alice);
    String question = question(alice, session);
    JsonObject brief = json("message", "tokens=1 pace=0");
    Iterator<ChatClient> connected =
        Stream.generate(() -> as("alice"))
            .limit(CONNECTIONS)
            .peek(user -> assertThat(user.get("api/me").status()).isEqualTo(200))
            .toList()
            .iterator();
    try (ChatStream running = alice.ask("tokens=80 pace=100 to the end")) {
      running.take(1);
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(node::stop);
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  call(connected.next(), "carryOn", session, "", "")
                      .problem()
                      .equals("shutting-down"));
      for (String call : List.of("ask", "askInNewSession", "regenerate", "edit")) {
        Reply refused = callOn(connected.next(), call, session, question, brief);
        assertProblem(refused, 503, "shutting-down");
        assertThat(refused.header("Retry-After")).contains("1");
      }
      assertThat(connected.next().get("health/ready").status()).isEqualTo(503);
      assertThat(running.rest(LIMIT)).filteredOn(Frame::terminal).hasSize(1);
      stopping.join();
    }
  }

  @Test
  @Order(12)
  void nothingIsDescribedThatDoesNotOccur() {
    assertThat(DESCRIBED.unseen()).isEmpty();
  }
}
