package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatClient.Reply;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Frame;
import org.streamchat.support.Script;
import org.streamchat.support.ScriptedModel;

/** Branches, roles, search, files and titles over HTTP. */
class SessionsSystemIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ScriptedModel model = ScriptedModel.shared();
  private final ChatClient chat = ChatSystem.scripted().client();

  @Test
  void regeneratesEditsAndStepsThroughBranches() {
    String session = chat.createSession();
    model.script("branching", answer("first"), answer("second"), answer("third"));
    chat.askWhole(session, "branching");
    String firstAnswer = chat.lastMessage(session).getString("id");
    String question = chat.messages(session).get(0).getString("id");

    String key = UUID.randomUUID().toString();
    String path = "api/chat/" + session + "/messages/" + firstAnswer + "/regenerate";
    try (ChatStream stream = chat.with("Idempotency-Key", key).stream("POST", path, null)) {
      assertThat(Frame.text(stream.rest())).isEqualTo("second");
    }
    try (ChatStream again = chat.with("Idempotency-Key", key).stream("POST", path, null)) {
      assertThat(Frame.text(again.rest())).isEqualTo("second");
    }
    JsonObject siblings = chat.lastMessage(session).getJsonObject("siblings");
    assertThat(siblings.getInt("index")).isEqualTo(2);
    assertThat(siblings.getInt("count")).isEqualTo(2);
    assertThat(siblings.getString("previous")).isEqualTo(firstAnswer);

    Reply edited =
        chat.send(
            "POST",
            "api/chat/" + session + "/messages/" + question + "/edit",
            json("message", "branching, edited"));
    assertThat(edited.status()).as(edited.body()).isEqualTo(200);
    assertThat(edited.json().getString("response")).isEqualTo("third");
    assertThat(contents(session)).containsExactly("branching, edited", "third");

    Reply shown =
        chat.send("PUT", "api/sessions/" + session + "/leaf", json("messageId", firstAnswer));
    assertThat(shown.status()).as(shown.body()).isEqualTo(200);
    assertThat(contents(session)).containsExactly("branching", "first");
    assertThat(
            chat.send("PUT", "api/sessions/" + session + "/leaf", json("messageId", "x")).problem())
        .isEqualTo("unknown-message");
  }

  @Test
  void whileAnAnswerRunsNoBranchIsBegun() {
    String session = chat.createSession();
    chat.askWhole(session, "tokens=3 pace=0");
    String answer = chat.lastMessage(session).getString("id");
    try (ChatStream running = chat.ask(session, "tokens=400 pace=50 slow")) {
      running.take(1);
      Reply refused =
          chat.send("POST", "api/chat/" + session + "/messages/" + answer + "/regenerate", null);
      assertThat(refused.status()).as(refused.body()).isEqualTo(409);
      assertThat(refused.problem()).isEqualTo("generation-running");
      chat.stop(session);
      running.rest(LIMIT);
    }
  }

  @Test
  void playsTheRoleOfTheSessionAndForgetsOnDemand() {
    ChatClient chinese = chat.with("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8");
    assertThat(chinese.get("api/roles").json().getJsonArray("roles").getValuesAs(JsonObject.class))
        .extracting(role -> role.getString("name"))
        .startsWith("助手", "老师", "编程专家", "翻译", "写作");
    Reply created =
        chat.send(
            "POST",
            "api/roles",
            Json.createObjectBuilder()
                .add("name", "Pirate")
                .add("icon", "🏴")
                .add("prompt", "Talk like a pirate")
                .add("temperature", 1.5)
                .build());
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    String role = created.json().getString("id");
    assertThat(created.header("Location")).endsWith("/api/roles/" + role);

    String session = chat.createSession();
    chat.send("PATCH", "api/sessions/" + session, json("role", role));
    chat.askWhole(session, "tokens=2 pace=0 ahoy-one");
    assertThat(sent("ahoy-one").getJsonArray("messages").getJsonObject(0).getString("content"))
        .isEqualTo("Talk like a pirate");
    assertThat(sent("ahoy-one").getJsonNumber("temperature").doubleValue()).isEqualTo(1.5);

    assertThat(chat.send("DELETE", "api/sessions/" + session + "/context", null).status())
        .isEqualTo(204);
    assertThat(chat.send("DELETE", "api/roles/" + role, null).status()).isEqualTo(204);
    assertThat(chat.send("DELETE", "api/roles/teacher", null).status()).isEqualTo(403);
    assertThat(chat.get("api/roles/" + role).problem()).isEqualTo("unknown-role");
    chat.askWhole(session, "tokens=2 pace=0 ahoy-two");
    assertThat(sent("ahoy-two").getJsonArray("messages")).hasSize(1);
    assertThat(chat.messages(session)).hasSize(4);
  }

  @Test
  void findsWhatHasBeenSaid() {
    String session = chat.createSession();
    model.script("quokkas", answer("Quokkas live on Rottnest Island. 短尾矮袋鼠住在罗特尼斯岛。"));
    chat.askWhole(session, "Where do quokkas live?");

    for (String q : List.of("rottnest", "%E7%9F%AD%E5%B0%BE")) {
      List<JsonObject> found =
          chat.get("api/sessions?q=" + q)
              .json()
              .getJsonArray("sessions")
              .getValuesAs(JsonObject.class);
      assertThat(found).hasSize(1);
      assertThat(found.get(0).getString("id")).isEqualTo(session);
      assertThat(found.get(0).getString("passage")).contains("live on Rottnest Island");
      assertThat(found.get(0).getString("passageMessageId"))
          .isEqualTo(chat.lastMessage(session).getString("id"));
    }
  }

  @Test
  void takesASessionOutAndInAgain() {
    String session = chat.createSession();
    chat.askWhole(session, "tokens=20 pace=0 out");
    Reply file = chat.get("api/sessions/" + session + "/export?format=json");
    assertThat(file.header("Content-Type")).isEqualTo("application/json");
    assertThat(file.header("Content-Disposition")).contains("session-" + session + ".json");

    Reply imported = chat.send("POST", "api/sessions/import", file.json());
    assertThat(imported.status()).as(imported.body()).isEqualTo(201);
    String copy = imported.json().getString("id");
    assertThat(copy).isNotEqualTo(session);
    assertThat(contents(copy)).isEqualTo(contents(session));
    assertThat(chat.askWhole(copy, "tokens=2 pace=0 on").status()).isEqualTo(200);

    Reply markdown =
        chat.with("Accept-Language", "en")
            .get("api/sessions/" + session + "/export?format=markdown");
    assertThat(markdown.header("Content-Type")).startsWith("text/markdown");
    assertThat(markdown.body()).startsWith("# ").contains("## You", "## Assistant (");
    assertThat(chat.get("api/sessions/" + session + "/export?format=pdf").problem())
        .isEqualTo("invalid-request");
    assertThat(
            chat.sendRaw(
                    "POST",
                    "api/sessions/import",
                    "application/json",
                    "{\"format\":\"" + "x".repeat(9_000_000) + "\"}")
                .problem())
        .isEqualTo("request-too-large");
  }

  @Test
  void theModelFindsATitleUnlessTheUserHasOne() {
    String session = chat.createSession();
    String titled = chat.createSession();
    chat.send("PUT", "api/sessions/" + titled + "/title", json("title", "Mine"));
    chat.askWhole(titled, "tokens=2 pace=0 titled");
    chat.askWhole(session, "tokens=2 pace=0 untitled");

    await()
        .atMost(LIMIT)
        .until(() -> chat.session(session).json().getString("title").equals(ScriptedModel.TITLE));
    assertThat(chat.session(titled).json().getString("title")).isEqualTo("Mine");
  }

  private JsonObject sent(String marker) {
    return model.asked(marker).get(0).body();
  }

  private List<String> contents(String session) {
    return chat.messages(session).stream().map(message -> message.getString("content")).toList();
  }

  private static Script answer(String text) {
    return Script.stream().role().text(text).finish("stop").done();
  }

  private static JsonObject json(String name, String value) {
    return Json.createObjectBuilder().add(name, value).build();
  }
}
