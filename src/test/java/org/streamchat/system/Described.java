package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.streamchat.launch.EmbeddedDatabase;
import org.streamchat.launch.EmbeddedRedis;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatClient.Reply;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Interface;
import org.streamchat.support.ScriptedModel;

/** The server whose every answer is to be seen, on stores of its own, and how it is called. */
final class Described {
  static final Duration LIMIT = Duration.ofSeconds(60);
  static final Path HOME = Path.of("target", "it", "described-stores");
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

  static EmbeddedDatabase database;
  static EmbeddedRedis redis;
  static ChatSystem node;

  private Described() {}

  static void start() {
    EmbeddedDatabase.clear(HOME.resolve("mariadb"));
    EmbeddedRedis.clear(HOME.resolve("redis"));
    database = EmbeddedDatabase.start(HOME.resolve("mariadb"));
    redis = EmbeddedRedis.start(HOME.resolve("redis"));
    Runtime.getRuntime().addShutdownHook(new Thread(database::kill));
    Runtime.getRuntime().addShutdownHook(new Thread(redis::kill));
    String url = ScriptedModel.shared().baseUrl().toString();
    node =
        ChatSystem.node(
            "described",
            Map.ofEntries(
                Map.entry("DATABASE_URL", database.url()),
                Map.entry("REDIS_URL", redis.url()),
                Map.entry("STREAMCHAT_PROVIDERS", "openai,claude,locked"),
                Map.entry("OPENAI_BASE_URL", url),
                Map.entry("OPENAI_API_KEY", ChatSystem.SECRET_KEY),
                Map.entry("STREAMCHAT_PROVIDER_CLAUDE_TYPE", "anthropic"),
                Map.entry("STREAMCHAT_PROVIDER_CLAUDE_BASE_URL", url),
                Map.entry("STREAMCHAT_PROVIDER_CLAUDE_OWN_KEYS", "false"),
                Map.entry("STREAMCHAT_PROVIDER_LOCKED_TYPE", "azure-openai"),
                Map.entry("STREAMCHAT_PROVIDER_LOCKED_BASE_URL", url),
                Map.entry("STREAMCHAT_PROVIDER_LOCKED_DEFAULT_MODEL", "gpt-test"),
                Map.entry("STREAMCHAT_PROVIDER_FIRST_TOKEN_TIMEOUT", "5s"),
                Map.entry("STREAMCHAT_KEYS_SECRET", "a secret for nothing but the tests"),
                Map.entry("STREAMCHAT_AUTH", "header"),
                Map.entry("STREAMCHAT_AUTH_ADMIN_GROUP", "chat-admins"),
                Map.entry("STREAMCHAT_LIMITS_SENDS_PER_MINUTE", "1000"),
                Map.entry("STREAMCHAT_LIMITS_CONCURRENT", "3"),
                Map.entry("STREAMCHAT_LIMITS_WHEN_UNAVAILABLE", "closed"),
                Map.entry("STREAMCHAT_GENERATION_MOST_CHARACTERS", "" + MOST_CHARACTERS),
                Map.entry("STREAMCHAT_MOST_FOLLOWERS", "" + MOST_FOLLOWERS),
                Map.entry("STREAMCHAT_RECOVERY", "finish"),
                Map.entry("STREAMCHAT_TITLES", "first-words"),
                Map.entry("STREAMCHAT_HEARTBEAT", "1s")));
  }

  static void stop() {
    node.kill();
    database.kill();
    redis.kill();
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
