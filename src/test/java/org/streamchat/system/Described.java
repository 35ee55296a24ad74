package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatClient.Reply;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Interface;
import org.streamchat.support.Relay;
import org.streamchat.support.Stores;

/** The server whose every answer is to be seen, apart from all others, and how it is called. */
final class Described {
  static final Duration LIMIT = Duration.ofSeconds(60);
  static final String NOTHING = "01890000-0000-7000-8000-000000000000";
  static final String JSON = "application/json";
  static final int MOST_FOLLOWERS = 6;
  static final int MOST_CHARACTERS = 20_000;
  static final Interface DESCRIBED = Interface.described();
  static final Map<String, Map.Entry<String, String>> CALLS = DESCRIBED.calls();
  static final Set<String> STREAMS = Set.of("carryOn", "follow");

  /** Says something to every call that takes a body. */
  static final String BODY =
      "{\"message\":\"hi\",\"title\":\"t\",\"name\":\"n\",\"scopes\":[\"chat\"],\"prompt\":\"p\",\"key\":\"sk-0123456789\","
          + "\"messageId\":\""
          + NOTHING
          + "\",\"format\":\"streamchat-session\",\"version\":1,\"messages\":["
          + "{\"id\":\"1\",\"author\":\"user\",\"content\":\"hi\",\"status\":\"complete\","
          + "\"createdAt\":\"2026-01-01T00:00:00Z\"}]}";

  static final String MISTAKEN =
      "{\"message\":7,\"title\":7,\"name\":7,\"key\":7,\"messageId\":7,\"provider\":7,\"format\":7}";

  static final Relay REDIS = new Relay(URI.create(Stores.shared().redis().url()));
  static final Relay DATABASE =
      new Relay(URI.create(Stores.shared().database().url().substring("jdbc:".length())));

  private static final String NAME = "described";

  static ChatSystem node;

  private Described() {}

  static void start() {
    Map<String, String> settings =
        new HashMap<>(Stores.shared().apart(NAME, DATABASE.port(), REDIS.port()));
    settings.putAll(
        Map.ofEntries(
            Map.entry("STREAMCHAT_PROVIDER_FIRST_TOKEN_TIMEOUT", "3s"),
            Map.entry("STREAMCHAT_AUTH", "header"),
            Map.entry("STREAMCHAT_AUTH_ADMIN_GROUP", "chat-admins"),
            Map.entry("STREAMCHAT_LIMITS_SENDS_PER_MINUTE", "1000"),
            Map.entry("STREAMCHAT_LIMITS_CONCURRENT", "3"),
            Map.entry("STREAMCHAT_LIMITS_WHEN_UNAVAILABLE", "closed"),
            Map.entry("STREAMCHAT_GENERATION_MOST_CHARACTERS", String.valueOf(MOST_CHARACTERS)),
            Map.entry("STREAMCHAT_MOST_FOLLOWERS", String.valueOf(MOST_FOLLOWERS)),
            Map.entry("STREAMCHAT_RECOVERY", "finish"),
            Map.entry("STREAMCHAT_TITLES", "first-words")));
    node = ChatSystem.scripted(NAME, settings);
  }

  static void stop() {
    node.kill();
    DATABASE.close();
    REDIS.close();
  }

  /** To what the server keeps, past what stands between them. */
  static Connection stored() throws SQLException {
    Connection connection = Stores.shared().database().connect();
    connection.setCatalog("streamchat_" + NAME);
    return connection;
  }

  static ChatClient as(String user, String... headers) {
    return node.client().with("X-Forwarded-User", user).with(headers);
  }

  static Stream<String> answering(int status) {
    return CALLS.keySet().stream().filter(call -> DESCRIBED.answers(call, status)).sorted();
  }

  static String path(String call, String session, String message) {
    return CALLS
        .get(call)
        .getValue()
        .substring(1)
        .replace("{messageId}", message)
        .replaceAll("\\{(id|sessionId)}", session);
  }

  static Reply call(ChatClient client, String call, String id, String query, String body) {
    return client.sendRaw(
        CALLS.get(call).getKey(),
        path(call, id, NOTHING) + query,
        STREAMS.contains(call) ? "text/event-stream" : JSON,
        JSON,
        CALLS.get(call).getKey().equals("GET") ? "" : body);
  }

  static Reply callOn(ChatClient client, String call, String id, String message, Object json) {
    return client.sendRaw(
        CALLS.get(call).getKey(), path(call, id, message), JSON, JSON, json.toString());
  }

  static void assertProblem(Reply reply, int status, String problem) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.problem()).isEqualTo(problem);
  }

  static void assertProblem(ChatStream stream, int status) {
    try (stream) {
      assertThat(stream.status()).isEqualTo(status);
    }
  }

  static JsonObject json(String... namesAndValues) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return json.build();
  }

  static String id(Reply created, int status) {
    assertThat(created.status()).as(created.body()).isEqualTo(status);
    assertThat(created.header("Location")).endsWith(created.json().getString("id"));
    return created.json().getString("id");
  }
}
