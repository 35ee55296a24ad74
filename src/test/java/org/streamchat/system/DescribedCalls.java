package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.streamchat.system.Described.BODY;
import static org.streamchat.system.Described.CALLS;
import static org.streamchat.system.Described.DESCRIBED;
import static org.streamchat.system.Described.JSON;
import static org.streamchat.system.Described.LIMIT;
import static org.streamchat.system.Described.MISTAKEN;
import static org.streamchat.system.Described.MOST_CHARACTERS;
import static org.streamchat.system.Described.MOST_FOLLOWERS;
import static org.streamchat.system.Described.NOTHING;
import static org.streamchat.system.Described.STREAMS;
import static org.streamchat.system.Described.answering;
import static org.streamchat.system.Described.as;
import static org.streamchat.system.Described.assertProblem;
import static org.streamchat.system.Described.call;
import static org.streamchat.system.Described.callOn;
import static org.streamchat.system.Described.id;
import static org.streamchat.system.Described.json;
import static org.streamchat.system.Described.node;
import static org.streamchat.system.Described.path;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatClient.Reply;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Script;
import org.streamchat.support.ScriptedModel;

/** What the description of the interface says of a server that is well. */
abstract class DescribedCalls {
  /** A server tells a call of its failure while it waits for the first words of few. */
  private static final int AT_ONCE = 6;

  final ScriptedModel model = ScriptedModel.shared();
  final ChatClient alice = as("alice");
  final ChatClient admin = as("root", "X-Forwarded-Groups", "chat-admins");

  /** A session with a question and its answer, which was cut by its length. */
  String talk(ChatClient user) {
    model.script("cut short", Script.stream().role().text("so").finish("length").done());
    String session = user.createSession();
    assertThat(user.askWhole(session, "cut short").status()).isEqualTo(200);
    return session;
  }

  static String question(ChatClient user, String session) {
    return user.messages(session).get(0).getString("id");
  }

  @Test
  @Order(1)
  void everyCallDoesWhatItIsFor() {
    JsonObject hello = json("message", "tokens=2 pace=0 hello");
    String session = id(call(alice, "createSession", "", "", "{\"title\":\"Bees\"}"), 201);
    for (String call : List.of("ask", "askInNewSession")) {
      assertThat(callOn(alice, call, session, "", hello).status()).isEqualTo(200);
    }
    String question = question(alice, session);
    assertThat(callOn(alice, "regenerate", session, question, json()).status()).isEqualTo(200);
    assertThat(callOn(alice, "edit", session, question, hello).status()).isEqualTo(200);
    String answer = alice.lastMessage(session).getString("id");
    assertThat(callOn(alice, "readExchange", session, answer, "").status()).isEqualTo(200);
    assertThat(callOn(alice, "showBranch", session, "", json("messageId", question)).status())
        .isEqualTo(200);
    for (String call :
        List.of("readSession", "listMessages", "listSessions", "listProviders", "me", "carryOn")) {
      assertThat(call(alice, call, session, "", "").status()).as(call).isEqualTo(200);
    }
    for (String call : List.of("changeSession", "renameSession")) {
      assertThat(call(alice, call, session, "", "{\"title\":\"Bees\"}").status()).isEqualTo(200);
    }
    Reply file = call(alice, "exportSession", session, "", "");
    assertThat(call(alice, "exportSession", session, "?format=markdown", "").status())
        .isEqualTo(200);
    String copy = id(call(alice, "importSession", "", "", file.body()), 201);
    for (String call : List.of("forgetContext", "stop", "follow", "deleteSession")) {
      assertThat(call(alice, call, copy, "", "").status()).as(call).isEqualTo(204);
    }
    try (ChatStream running = alice.ask(session, "tokens=2000 pace=100 followed")) {
      String generation = running.take(1).get(0).data().getString("generationId");
      try (ChatStream follower = alice.follow(session, "")) {
        assertThat(follower.status()).isEqualTo(200);
      }
      Reply list = call(admin, "listGenerations", "", "", "");
      assertThat(list.body()).contains(generation, "\"lag\"", "\"tokens\"", "\"characters\"");
      assertThat(call(admin, "stopGeneration", generation, "", "").status()).isEqualTo(204);
      running.rest(LIMIT);
    }
    assertThat(call(alice, "listRoles", "", "", "").status()).isEqualTo(200);
    String role = id(call(alice, "createRole", "", "", BODY), 201);
    for (String call : List.of("readRole", "changeRole")) {
      assertThat(call(alice, call, role, "", BODY).status()).as(call).isEqualTo(200);
    }
    assertThat(call(alice, "deleteRole", role, "", "").status()).isEqualTo(204);
    for (String call : List.of("keepKey", "forgetKey")) {
      assertThat(call(alice, call, "locked", "", BODY).status()).as(call).isEqualTo(204);
    }
    Reply token = call(alice, "makeToken", "", "", BODY);
    assertThat(token.status()).as(token.body()).isEqualTo(201);
    assertThat(call(alice, "listTokens", "", "", "").status()).isEqualTo(200);
    assertThat(call(alice, "revokeToken", token.json().getString("id"), "", "").status())
        .isEqualTo(204);
  }

  @Test
  @Order(2)
  void nobodyAndStrangersAreRefused() {
    answering(401)
        .forEach(
            call ->
                assertProblem(
                    call(node.client(), call, NOTHING, "", BODY), 401, "unauthenticated"));
    ChatClient elsewhere =
        alice.with("Origin", "https://example.org", "Sec-Fetch-Site", "cross-site");
    answering(403)
        .forEach(call -> assertProblem(call(elsewhere, call, NOTHING, "", BODY), 403, "forbidden"));
    assertProblem(call(alice, "keepKey", "claude", "", BODY), 403, "own-keys-not-taken");
  }

  @Test
  @Order(3)
  void whatThereIsNotIsMissing() {
    String session = talk(alice);
    answering(404)
        .filter(call -> CALLS.get(call).getValue().matches(".*/(sessions|chat)/\\{.*"))
        .forEach(
            call -> assertProblem(call(alice, call, NOTHING, "", BODY), 404, "unknown-session"));
    for (String call : List.of("regenerate", "edit", "showBranch", "readExchange")) {
      assertProblem(call(alice, call, session, "", BODY), 404, "unknown-message");
    }
    assertProblem(
        callOn(alice, "readExchange", session, question(alice, session), ""), 404, "not-found");
    ChatClient lost = alice.with("Last-Event-ID", NOTHING + ":3");
    for (String call : List.of("follow", "carryOn")) {
      assertProblem(call(lost, call, session, "", ""), 404, "unknown-generation");
    }
    assertProblem(call(admin, "stopGeneration", NOTHING, "", ""), 404, "unknown-generation");
    for (String call : List.of("readRole", "changeRole", "deleteRole")) {
      assertProblem(call(alice, call, NOTHING, "", BODY), 404, "unknown-role");
    }
    for (String call : List.of("keepKey", "forgetKey")) {
      assertProblem(call(alice, call, "nobody", "", BODY), 404, "unknown-provider");
    }
    assertProblem(call(alice, "revokeToken", NOTHING, "", ""), 404, "unknown-token");
    ChatClient withoutSignIn = ChatSystem.scripted().client();
    for (String call : List.of("listTokens", "makeToken", "revokeToken")) {
      assertProblem(call(withoutSignIn, call, NOTHING, "", BODY), 404, "not-found");
    }
  }

  @Test
  @Order(4)
  void whatCannotBeUsedIsRefused() {
    answering(406)
        .forEach(
            call ->
                assertProblem(
                    alice.sendRaw(
                        CALLS.get(call).getKey(),
                        path(call, NOTHING, NOTHING),
                        "image/png",
                        JSON,
                        BODY),
                    406,
                    "not-acceptable"));
    answering(413)
        .forEach(
            call ->
                assertProblem(
                    call(alice, call, NOTHING, "", "{\"x\":\"" + "x".repeat(9_000_000) + "\"}"),
                    413,
                    "request-too-large"));
    answering(415)
        .forEach(
            call ->
                assertProblem(
                    alice.sendRaw(
                        CALLS.get(call).getKey(), path(call, NOTHING, NOTHING), "text/plain", "hi"),
                    415,
                    "unsupported-media-type"));
    for (String line : DESCRIBED.documented()) {
      String call = line.replaceFirst(" .*", "");
      if (line.endsWith(" 400 malformed-request")) {
        assertProblem(call(alice, call, NOTHING, "", "{\"message\":"), 400, "malformed-request");
      } else if (line.endsWith(" 400 malformed-cursor")) {
        try (ChatStream stream =
            alice.with("Last-Event-ID", "x").stream(
                CALLS.get(call).getKey(),
                path(call, NOTHING, NOTHING),
                STREAMS.contains(call) ? null : json("message", "hi"))) {
          assertThat(stream.status()).as(call).isEqualTo(400);
        }
      } else if (line.endsWith(" 400 invalid-request")) {
        String query = CALLS.get(call).getKey().equals("GET") ? "?limit=0&format=pdf" : "";
        assertProblem(call(alice, call, NOTHING, query, MISTAKEN), 400, "invalid-request");
      }
    }
  }

  @Test
  @Order(5)
  void oneAnswerAtATimeAndFewForAUser() {
    String session = talk(alice);
    String question = question(alice, session);
    try (ChatStream running = alice.ask(session, "tokens=2000 pace=100 busy")) {
      running.take(1);
      for (String call : List.of("ask", "regenerate", "edit")) {
        assertProblem(
            callOn(alice, call, session, question, json("message", "me too")),
            409,
            "generation-running");
      }
      assertProblem(
          callOn(alice, "showBranch", session, "", json("messageId", question)),
          409,
          "generation-running");
      alice.stop(session);
      running.rest(LIMIT);
    }
    ChatClient many = as("many");
    Reply token = call(many, "makeToken", "", "", BODY);
    for (int i = 0; i < 1_000 && token.status() == 201; i++) {
      token = call(many, "makeToken", "", "", BODY);
    }
    assertProblem(token, 409, "too-many-tokens");
    String empty = alice.createSession();
    assertProblem(call(alice, "carryOn", empty, "", ""), 409, "nothing-to-continue");

    ChatClient eve = as("eve");
    String cut = talk(eve);
    String cutQuestion = question(eve, cut);
    List<ChatStream> running = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      running.add(eve.ask("tokens=2000 pace=100 one of three"));
    }
    List<String> sessions =
        running.stream().map(each -> each.take(1).get(0).data().getString("sessionId")).toList();
    for (String call : List.of("ask", "askInNewSession", "regenerate", "edit")) {
      Reply refused = callOn(eve, call, cut, cutQuestion, json("message", "one more"));
      assertProblem(refused, 429, "limit-exceeded");
      assertThat(refused.header("Retry-After")).isNotEmpty();
      assertThat(refused.header("RateLimit-Policy")).contains("\"sends\";q=1000;w=60");
    }
    assertProblem(call(eve, "carryOn", cut, "", ""), 429, "limit-exceeded");
    sessions.forEach(eve::stop);
    running.forEach(each -> each.rest(LIMIT));
  }

  private record Failing(String problem, int status, Script script) {}

  private static List<Failing> failing() {
    return List.of(
        new Failing("provider-refused", 502, Script.status(402).json("{}")),
        new Failing("provider-key-rejected", 502, Script.status(401).json("{}")),
        new Failing("provider-unknown-model", 502, Script.status(404).json("{}")),
        new Failing("provider-context-too-long", 502, error("context_length_exceeded")),
        new Failing("provider-content-filtered", 502, error("content_filter")),
        new Failing("provider-failed", 502, Script.status(200).json("{}")),
        new Failing("provider-unreachable", 502, Script.refuse()),
        new Failing("provider-broke-off", 502, Script.stream().role().text("so").reset()),
        new Failing(
            "answer-too-large", 502, Script.stream().role().text("x".repeat(MOST_CHARACTERS + 1))),
        new Failing(
            "provider-rate-limited",
            503,
            Script.status(429).header("Retry-After", "99").json("{}")),
        new Failing("provider-timed-out", 504, Script.silent()));
  }

  private static Script error(String code) {
    return Script.status(400).json("{\"error\":{\"code\":\"" + code + "\"}}");
  }

  @Test
  @Order(6)
  void aProvidersFailureIsToldWhateverWasAsked() {
    ExecutorService few = Executors.newFixedThreadPool(AT_ONCE);
    List<CompletableFuture<Void>> all =
        failing().stream()
            .map(failing -> CompletableFuture.runAsync(() -> asked(failing), few))
            .toList();
    all.forEach(CompletableFuture::join);
    few.shutdown();
    asked(alice, json("message", "hi", "provider", "locked"), 503, "provider-not-configured");
    for (String call : List.of("createSession", "changeSession")) {
      Reply reply = call(alice, call, alice.createSession(), "", "{\"provider\":\"deepseek\"}");
      assertProblem(reply, 503, "provider-not-configured");
    }
  }

  private void asked(Failing failing) {
    String question = "told of " + failing.problem();
    model.script(question, failing.script());
    asked(
        as("told-of-" + failing.problem()),
        json("message", question),
        failing.status(),
        failing.problem());
  }

  /** In all the ways there are. */
  private void asked(ChatClient user, JsonObject question, int status, String problem) {
    String session = user.createSession();
    assertProblem(callOn(user, "ask", session, "", question), status, problem);
    assertProblem(callOn(user, "askInNewSession", "", "", question), status, problem);
    String message = question(user, session);
    assertProblem(callOn(user, "regenerate", session, message, question), status, problem);
    assertProblem(callOn(user, "edit", session, message, question), status, problem);
    if (DESCRIBED.documented().contains("carryOn " + status + " " + problem)) {
      assertProblem(call(user, "carryOn", session, "", ""), status, problem);
    }
  }

  @Test
  @Order(7)
  void soManyFollowAndNoMore() {
    List<String> idle = Stream.generate(() -> talk(alice)).limit(4).toList();
    List<ChatStream> streams = new ArrayList<>();
    List<Runnable> stops = new ArrayList<>();
    for (int i = 0; i < MOST_FOLLOWERS; i++) {
      ChatClient user = as("user-" + i);
      ChatStream stream = user.ask("tokens=2000 pace=100 watched");
      streams.add(stream);
      String session = stream.take(1).get(0).data().getString("sessionId");
      stops.add(() -> user.stop(session));
      if (i == MOST_FOLLOWERS - 1) {
        assertProblem(user.follow(session, ""), 503);
      }
    }
    JsonObject brief = json("message", "tokens=1 pace=0");
    String question = question(alice, idle.get(1));
    assertProblem(alice.stream("POST", path("ask", idle.get(0), ""), brief), 503);
    assertProblem(alice.stream("POST", path("askInNewSession", "", ""), brief), 503);
    assertProblem(alice.stream("POST", path("regenerate", idle.get(1), question), json()), 503);
    assertProblem(
        alice.stream("POST", path("edit", idle.get(2), question(alice, idle.get(2))), brief), 503);
    assertProblem(alice.carryOn(idle.get(3), ""), 503);
    stops.forEach(Runnable::run);
    streams.forEach(stream -> stream.rest(LIMIT));
  }
}
