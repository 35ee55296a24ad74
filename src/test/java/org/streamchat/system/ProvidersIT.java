package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatClient.Reply;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Frame;
import org.streamchat.support.Script;
import org.streamchat.support.ScriptedModel;

/** Several providers side by side, and users' own keys. */
class ProvidersIT {
  private static final String OWN_KEY = "own-key-that-nobody-may-see";

  private final ScriptedModel model = ScriptedModel.shared();
  private final ChatSystem server = ChatSystem.scripted();
  private final ChatClient chat = server.client();

  private JsonObject provider(String id) {
    Reply reply = chat.get("api/providers");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).doesNotContain(ChatSystem.SECRET_KEY, OWN_KEY);
    List<JsonObject> all = reply.json().getJsonArray("providers").getValuesAs(JsonObject.class);
    assertThat(all)
        .extracting(shown -> shown.getString("id"))
        .containsExactly("openai", "claude", "locked");
    return all.stream().filter(one -> one.getString("id").equals(id)).findFirst().orElseThrow();
  }

  private Reply putKey(String provider, String key) {
    return chat.send(
        "PUT",
        "api/providers/" + provider + "/key",
        Json.createObjectBuilder().add("key", key).build());
  }

  private Reply ask(String provider, String message) {
    return chat.send(
        "POST",
        "api/chat/completions",
        Json.createObjectBuilder().add("message", message).add("provider", provider).build());
  }

  @Test
  void showsWhatCanBeUsed() {
    assertThat(provider("openai").getString("keyOf")).isEqualTo("operator");
    assertThat(provider("openai").getBoolean("usable")).isTrue();
    assertThat(provider("openai").getJsonArray("models").toString()).contains("scripted-large");
    assertThat(provider("claude").getJsonArray("models").toString())
        .isEqualTo("[\"claude-test\",\"claude-large\"]");
    assertThat(provider("claude").getBoolean("ownKeys")).isFalse();
  }

  @Test
  void streamsFromAnotherKindOfProvider() {
    model.script(
        "ask the other",
        Script.stream()
            .raw(
                "event: content_block_delta\ndata: {\"type\":\"content_block_delta\","
                    + "\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}}\n\n")
            .raw(
                "event: content_block_delta\ndata: {\"type\":\"content_block_delta\","
                    + "\"delta\":{\"type\":\"text_delta\",\"text\":\"你好 🙂\"}}\n\n")
            .raw(
                "event: message_delta\ndata: {\"type\":\"message_delta\","
                    + "\"delta\":{\"stop_reason\":\"end_turn\"},"
                    + "\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}\n\n")
            .raw("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"));
    JsonObject prompt =
        Json.createObjectBuilder()
            .add("message", "ask the other")
            .add("provider", "claude")
            .build();
    try (ChatStream stream = chat.stream("POST", "api/chat/completions", prompt)) {
      List<Frame> frames = stream.rest();
      assertThat(Frame.text(frames)).isEqualTo("你好 🙂");
      assertThat(frames).extracting(Frame::event).contains("reasoning");
      JsonObject end = frames.get(frames.size() - 1).data();
      assertThat(end.getString("finishReason")).isEqualTo("stop");
      assertThat(end.getJsonObject("usage").getInt("completionTokens")).isEqualTo(4);
    }
    assertThat(model.asked("ask the other").get(0).path()).isEqualTo("/v1/messages");
  }

  @Test
  void takesAUsersKeyAndForgetsItAtOnce() throws Exception {
    chat.send("DELETE", "api/providers/locked/key", null);
    assertThat(provider("locked").getBoolean("usable")).isFalse();
    assertThat(provider("locked").getBoolean("ownKeys")).isTrue();
    Reply without = ask("locked", "locked 1");
    assertThat(without.status()).isEqualTo(503);
    assertThat(without.problem()).isEqualTo("provider-not-configured");
    assertThat(model.asked("locked 1")).isEmpty();

    assertThat(putKey("locked", OWN_KEY).status()).isEqualTo(204);

    assertThat(provider("locked").getString("keyOf")).isEqualTo("user");
    assertThat(provider("locked").getBoolean("usable")).isTrue();
    assertThat(ask("locked", "locked 2 tokens=3 pace=0").status()).isEqualTo(200);
    assertThat(model.asked("locked 2").get(0).header("api-key")).isEqualTo(OWN_KEY);

    assertThat(chat.send("DELETE", "api/providers/locked/key", null).status()).isEqualTo(204);

    assertThat(ask("locked", "locked 3").problem()).isEqualTo("provider-not-configured");
    assertThat(Files.readString(server.log())).doesNotContain(OWN_KEY);
  }

  @Test
  void refusesWhatIsNoKeyAndNoProvider() {
    assertThat(putKey("nobody", OWN_KEY).problem()).isEqualTo("unknown-provider");
    assertThat(putKey("claude", OWN_KEY).problem()).isEqualTo("own-keys-not-taken");
    Reply bad = putKey("locked", "not a key");
    assertThat(bad.problem()).isEqualTo("invalid-request");
    assertThat(bad.body()).doesNotContain("not a key");
    assertThat(chat.send("DELETE", "api/providers/nobody/key", null).status()).isEqualTo(404);
  }

  @Test
  void hasNoPlaceForAnAddressOfTheUsers() {
    JsonObject prompt =
        Json.createObjectBuilder()
            .add("message", "tokens=2 pace=0 forged")
            .add("baseUrl", "http://127.0.0.1:1/v1")
            .add("base-url", "http://127.0.0.1:1/v1")
            .build();
    assertThat(chat.send("POST", "api/chat/completions", prompt).status()).isEqualTo(200);
    assertThat(model.asked("forged")).hasSize(1);
    assertThat(ask("http://127.0.0.1:1/v1", "hi").problem()).isEqualTo("invalid-request");
  }
}
