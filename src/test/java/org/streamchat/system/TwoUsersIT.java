package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatClient.Reply;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Frame;
import org.streamchat.support.ScriptedModel;
import org.streamchat.support.Stores;

/** Two nodes behind a single sign-on proxy: whose is what, how much is allowed, who may see all. */
class TwoUsersIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int SENDS = 20;
  private static final Duration MINUTE_WITH_TIME_LEFT = Duration.ofSeconds(45);
  private static final ChatSystem ONE = node("door-one");
  private static final ChatSystem TWO = node("door-two");

  private final String run = UUID.randomUUID().toString();
  private final ChatClient alice = as(ONE, "alice");
  private final ChatClient bob = as(TWO, "bob");

  private static ChatSystem node(String name) {
    return ChatSystem.node(
        name,
        Map.ofEntries(
            Map.entry("OPENAI_BASE_URL", ScriptedModel.shared().baseUrl().toString()),
            Map.entry("OPENAI_API_KEY", ChatSystem.SECRET_KEY),
            Map.entry("STREAMCHAT_HEARTBEAT", "1s"),
            Map.entry("STREAMCHAT_NODE", name),
            Map.entry("STREAMCHAT_KEYS_SECRET", "a secret for nothing but the tests"),
            Map.entry("STREAMCHAT_AUTH", "header"),
            Map.entry("STREAMCHAT_AUTH_TRUSTED_PROXIES", "127.0.0.1,::1"),
            Map.entry("STREAMCHAT_AUTH_ADMIN_GROUP", "chat-admins"),
            Map.entry("STREAMCHAT_LIMITS_SENDS_PER_MINUTE", String.valueOf(SENDS)),
            Map.entry("STREAMCHAT_LIMITS_CONCURRENT", "3"),
            Map.entry("STREAMCHAT_LIMITS_TOKENS_PER_DAY", "100000")));
  }

  @AfterAll
  static void stop() {
    ONE.stop();
    TWO.stop();
  }

  private ChatClient as(ChatSystem node, String user, String... headers) {
    return node.client().with("X-Forwarded-User", user + "-" + run).with(headers);
  }

  @Test
  void whatIsAnothersLooksMissing() {
    String message = "tokens=2000 pace=20 mine";
    String session = alice.createSession();
    String finished = alice.createSession();
    alice.askWhole(finished, "tokens=3 pace=0");
    String own = bob.createSession();
    try (ChatStream stream = alice.ask(session, message)) {
      JsonObject begun = stream.take(1).get(0).data();
      String question = begun.getString("userMessageId");
      String answer = begun.getString("messageId");
      String cursor = begun.getString("generationId") + ":1";
      JsonObject text = Json.createObjectBuilder().add("message", "yours?").build();
      JsonObject title = Json.createObjectBuilder().add("title", "yours?").build();
      JsonObject leaf = Json.createObjectBuilder().add("messageId", answer).build();
      for (String id : List.of(session, finished)) {
        String sessions = "api/sessions/" + id;
        String chat = "api/chat/" + id;
        assertMissing(bob.get(sessions));
        assertMissing(bob.get(sessions + "/messages"));
        assertMissing(bob.get(sessions + "/messages/" + answer + "/exchange"));
        assertMissing(bob.get(sessions + "/export"));
        assertMissing(bob.get(sessions + "/export?format=markdown"));
        assertMissing(bob.send("PUT", sessions + "/title", title));
        assertMissing(bob.send("PATCH", sessions, title));
        assertMissing(bob.send("PUT", sessions + "/leaf", leaf));
        assertMissing(bob.send("DELETE", sessions + "/context", null));
        assertMissing(bob.send("DELETE", sessions, null));
        assertMissing(bob.send("POST", chat + "/completions", text));
        assertMissing(bob.stream("POST", chat + "/completions", text));
        assertMissing(bob.carryOn(id, ""));
        assertMissing(bob.carryOn(id, cursor));
        assertMissing(bob.follow(id, ""));
        assertMissing(bob.follow(id, cursor));
        assertMissing(bob.stop(id));
        assertMissing(bob.send("POST", chat + "/messages/" + answer + "/regenerate", null));
        assertMissing(bob.send("POST", chat + "/messages/" + question + "/edit", text));
      }
      assertMissing(bob.get("api/sessions/" + own + "/messages/" + answer + "/exchange"));
      assertMissing(bob.follow(own, cursor));
      assertMissing(bob.carryOn(own, cursor));
      assertMissing(bob.send("PUT", "api/sessions/" + own + "/leaf", leaf));
      assertMissing(
          bob.send("POST", "api/chat/" + own + "/messages/" + answer + "/regenerate", null));
      assertMissing(bob.send("POST", "api/chat/" + own + "/messages/" + question + "/edit", text));
      assertThat(bob.get("api/sessions").body()).doesNotContain(session, finished);
      assertThat(bob.get("api/sessions?q=mine").body()).doesNotContain(session, finished);

      assertThat(alice.session(session).json()).containsKey("activeGeneration");
      assertThat(alice.stop(session).status()).isEqualTo(204);
      assertThat(stream.rest()).filteredOn(Frame::terminal).hasSize(1);
    }
    assertThat(alice.messages(session)).hasSize(2);
    assertThat(alice.messages(finished)).hasSize(2);
    assertThat(bob.messages(own)).isEmpty();
  }

  @Test
  void rolesAndKeysAreTheirOwnersToo() {
    JsonObject text = Json.createObjectBuilder().add("name", "Bee").add("prompt", "Hum").build();
    String role = alice.send("POST", "api/roles", text).json().getString("id");
    assertMissing(bob.get("api/roles/" + role));
    assertMissing(bob.send("PUT", "api/roles/" + role, text));
    assertMissing(bob.send("DELETE", "api/roles/" + role, null));
    assertThat(bob.get("api/roles").body()).doesNotContain(role);
    JsonObject inRole = Json.createObjectBuilder().add("role", role).build();
    assertThat(bob.send("POST", "api/sessions", inRole).problem()).isEqualTo("invalid-request");
    assertThat(as(TWO, "alice").get("api/roles/" + role).status()).isEqualTo(200);

    JsonObject key = Json.createObjectBuilder().add("key", "key-of-" + run).build();
    assertThat(alice.send("PUT", "api/providers/openai/key", key).status()).isEqualTo(204);
    assertThat(bob.send("DELETE", "api/providers/openai/key", null).status()).isEqualTo(204);
    assertThat(bob.get("api/providers").body()).contains("\"keyOf\":\"operator\"");
    assertThat(as(TWO, "alice").get("api/providers").body()).contains("\"keyOf\":\"user\"");
    whole(bob, "tokens=1 pace=0 bobs " + run, run);
    whole(as(TWO, "alice"), "tokens=1 pace=0 hers " + run, run);
    assertThat(keyUsedFor("bobs " + run)).isEqualTo("Bearer " + ChatSystem.SECRET_KEY);
    assertThat(keyUsedFor("hers " + run)).isEqualTo("Bearer key-of-" + run);
  }

  private static String keyUsedFor(String message) {
    return ScriptedModel.shared().asked(message).get(0).header("Authorization");
  }

  @Test
  void twentySendsAMinuteOnAllNodesTogether() {
    for (int tries = 1; !sendsEnoughInAMinute("carol-" + tries); tries++) {
      assertThat(tries).as("slow tries").isLessThan(3);
    }
  }

  /** False when the minute may be over before it is seen what becomes of one more. */
  private boolean sendsEnoughInAMinute(String user) {
    List<ChatClient> nodes = List.of(as(ONE, user), as(TWO, user));
    long began = System.nanoTime();
    List<Reply> replies =
        IntStream.range(0, SENDS)
            .parallel()
            .mapToObj(i -> whole(nodes.get(i % 2), "tokens=1 pace=0", run + "-" + i))
            .toList();
    if (System.nanoTime() - began > MINUTE_WITH_TIME_LEFT.toNanos()) {
      return false;
    }
    // Too many at once are refused for that, and count all the same.
    assertThat(replies)
        .allMatch(reply -> reply.status() == 200 || reply.body().contains("at once"));

    for (ChatClient node : nodes) {
      Reply refused = whole(node, "tokens=1 pace=0", UUID.randomUUID().toString());
      assertThat(refused.status()).as(refused.body()).isEqualTo(429);
      assertThat(refused.problem()).isEqualTo("limit-exceeded");
      assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
      assertThat(refused.header("RateLimit-Policy")).contains("\"sends\";q=20;w=60");
      assertThat(refused.header("RateLimit")).contains("\"sends\";r=0;t=");
      try (ChatStream stream = node.ask("tokens=1 pace=0")) {
        assertThat(stream.status()).isEqualTo(429);
      }
      assertThat(node.get("api/sessions").status()).isEqualTo(200);
    }
    int first =
        IntStream.range(0, SENDS).filter(i -> replies.get(i).status() == 200).min().orElseThrow();
    Reply again = whole(nodes.get(1), "tokens=1 pace=0", run + "-" + first);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().getString("messageId"))
        .isEqualTo(replies.get(first).json().getString("messageId"));
    try (ChatStream others = as(ONE, "dora").ask("tokens=1 pace=0")) {
      assertThat(others.status()).isEqualTo(200);
      assertThat(others.headers().firstValue("RateLimit").orElse(""))
          .contains("\"sends\";r=19;t=", "\"tokens\";r=100000;t=");
      others.rest();
    }
    return true;
  }

  @Test
  void soManyAnswersAtOnceAndNoMore() {
    ChatClient eve = as(TWO, "eve");
    List<ChatStream> running =
        IntStream.range(0, 3).mapToObj(i -> eve.ask("tokens=3000 pace=20 " + i)).toList();
    List<String> sessions =
        running.stream().map(s -> s.take(1).get(0).data().getString("sessionId")).toList();
    Reply refused = whole(as(ONE, "eve"), "one more", UUID.randomUUID().toString());
    assertThat(refused.status()).as(refused.body()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isNotEmpty();
    sessions.forEach(eve::stop);
    running.forEach(stream -> assertThat(stream.rest()).filteredOn(Frame::terminal).hasSize(1));
    assertThat(whole(eve, "tokens=1 pace=0", UUID.randomUUID().toString()).status()).isEqualTo(200);
  }

  @Test
  void nobodyGetsInWithoutATrustedProxysWord() throws IOException {
    Reply nobody = ONE.client().get("api/me");
    assertRefused(nobody);
    assertThat(nobody.headers().firstValue("Location")).isEmpty();
    assertRefused(ONE.client().with("X-Forwarded-User", " ").get("api/sessions"));
    assertRefused(
        ONE.client()
            .with("X-Forwarded-User", "alice", "X-Forwarded-User", "admin")
            .get("api/sessions"));
    assertRefused(ONE.client().send("POST", "api/sessions", Json.createObjectBuilder().build()));
    assertRefused(ONE.client().get("api/admin/generations"));
    await().atMost(LIMIT).until(() -> audited("-", "GET /api/admin/generations", "401") > 0);
    Reply known = alice.get("api/me");
    assertThat(known.status()).isEqualTo(200);
    assertThat(known.headers().firstValue("Set-Cookie")).isEmpty();

    assertThat(rawly("127.0.0.1")).startsWith("HTTP/1.1 200");
    String elsewhere = rawly("127.0.0.2");
    assertThat(elsewhere)
        .startsWith("HTTP/1.1 401")
        .containsIgnoringCase("content-type: application/problem+json")
        .contains("urn:streamchat:problem:unauthenticated");
  }

  @Test
  void administratorsSeeAndStopWhatRuns() {
    ChatClient admin = as(TWO, "root", "X-Forwarded-Groups", "staff,chat-admins");
    try (ChatStream stream = alice.ask("tokens=3000 pace=20 watched")) {
      JsonObject begun = stream.take(1).get(0).data();
      String generation = begun.getString("generationId");
      for (ChatClient none : List.of(alice, bob)) {
        assertThat(none.get("api/admin/generations").status()).isEqualTo(403);
        assertThat(none.send("POST", stopOf(generation), null).status()).isEqualTo(403);
      }
      Reply list = admin.get("api/admin/generations");
      assertThat(list.status()).isEqualTo(200);
      JsonObject live =
          list.json().getJsonArray("generations").getValuesAs(JsonObject.class).stream()
              .filter(each -> each.getString("id").equals(generation))
              .findFirst()
              .orElseThrow();
      assertThat(live.getString("user")).isEqualTo("alice-" + run);
      assertThat(live.getString("node")).isEqualTo("door-one");
      assertThat(live.getString("sessionId")).isEqualTo(begun.getString("sessionId"));
      assertThat(live.getString("messageId")).isEqualTo(begun.getString("messageId"));
      assertThat(live.getJsonNumber("ageMs").longValue()).isNotNegative();
      assertThat(live.getJsonNumber("seq").longValue()).isPositive();

      assertThat(admin.send("POST", stopOf(generation), null).status()).isEqualTo(204);
      List<Frame> frames = stream.rest();
      assertThat(frames.get(frames.size() - 1).data().getString("finishReason"))
          .isEqualTo("stopped");
      assertThat(admin.send("POST", stopOf(generation), null).status()).isEqualTo(204);
    }
    assertThat(admin.send("POST", stopOf(UUID.randomUUID().toString()), null).status())
        .isEqualTo(404);
    assertThat(admin.send("POST", stopOf("x"), null).status()).isEqualTo(404);
    await()
        .atMost(LIMIT)
        .until(() -> audited("root-" + run, "POST /admin/generations/{id}/stop", "204") == 2);
    await().atMost(LIMIT).until(() -> audited("alice-" + run, "answer", "stopped") == 1);
  }

  private static String stopOf(String generation) {
    return "api/admin/generations/" + generation + "/stop";
  }

  @Test
  void everyoneIsToldWhoTheyAreAndWhatTheyUsed() {
    ChatClient frank =
        as(
            ONE,
            "frank",
            "X-Forwarded-Preferred-Username",
            "Frank",
            "X-Forwarded-Email",
            "frank@example.org");
    JsonObject me = frank.get("api/me").json();
    assertThat(me.getString("id")).isEqualTo("frank-" + run);
    assertThat(me.getString("name")).isEqualTo("Frank");
    assertThat(me.getString("email")).isEqualTo("frank@example.org");
    assertThat(me.getJsonArray("roles")).hasToString("[\"user\"]");
    assertThat(me.getJsonObject("limits"))
        .hasToString("{\"sendsPerMinute\":20,\"concurrent\":3,\"tokensPerDay\":100000}");
    assertThat(me.getJsonObject("use").getInt("tokensToday")).isZero();

    whole(frank, "tokens=5 pace=0 a very private question", run);
    await()
        .atMost(LIMIT)
        .until(
            () ->
                as(TWO, "frank").get("api/me").json().getJsonObject("use").getInt("tokensToday")
                    > 0);
    await().atMost(LIMIT).until(() -> audited("frank-" + run, "answer", "complete") == 1);
    await()
        .atMost(LIMIT)
        .until(() -> audited("frank-" + run, "POST /chat/completions", "200") == 1);
  }

  @Test
  void theLogTellsWhoDidWhatAndNoTexts() throws IOException {
    String session = alice.createSession();
    alice.askWhole(session, "tokens=3 pace=0 a very private question");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(Files.readString(ONE.log()))
                    .contains(
                        "\"actor\":\"alice-" + run + "\",\"action\":\"POST /sessions\"",
                        "\"action\":\"answer\",\"subject\":\"" + session));
    assertThat(Files.readString(ONE.log())).doesNotContain("very private", ChatSystem.SECRET_KEY);
  }

  private static Reply whole(ChatClient client, String message, String key) {
    JsonObject question = Json.createObjectBuilder().add("message", message).build();
    return client.with("Idempotency-Key", key).send("POST", "api/chat/completions", question);
  }

  private static void assertMissing(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(404);
    assertThat(reply.problem()).startsWith("unknown-");
  }

  private static void assertMissing(ChatStream stream) {
    assertThat(stream.status()).isEqualTo(404);
    stream.close();
  }

  private static void assertRefused(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(401);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.problem()).isEqualTo("unauthenticated");
  }

  /** A call from another address of this machine that claims to come from a trusted one. */
  private static String rawly(String from) throws IOException {
    try (Socket socket = new Socket()) {
      try {
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
      } catch (SocketException noSuchAddress) {
        assumeThat(false).as("this machine has no address " + from).isTrue();
      }
      socket.connect(new InetSocketAddress("127.0.0.1", ONE.url().getPort()));
      String request =
          String.join(
              "\r\n",
              "GET /api/me HTTP/1.1",
              "Host: localhost",
              "X-Forwarded-User: mallory",
              "X-Forwarded-For: 127.0.0.1",
              "Forwarded: for=127.0.0.1",
              "X-Real-IP: 127.0.0.1",
              "$WSRA: 127.0.0.1",
              "Connection: close",
              "",
              "");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int audited(String actor, String action, String outcome) throws SQLException {
    try (Connection connection = Stores.shared().database().connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT COUNT(*) FROM audit WHERE actor = ? AND action = ? AND outcome = ?")) {
      statement.setString(1, actor);
      statement.setString(2, action);
      statement.setString(3, outcome);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }
}
