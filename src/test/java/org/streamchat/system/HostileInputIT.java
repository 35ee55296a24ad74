package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatClient.Reply;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Stores;

/**
 * Every call of the OpenAPI file with input that nobody should send: nothing breaks, nothing of
 * anybody else is seen. The seed is always the same unless {@code -Dhostile.seed=…} says another;
 * it is told.
 */
class HostileInputIT {
  private static final Logger LOG = System.getLogger(HostileInputIT.class.getName());
  private static final long USUAL_SEED = 20261121;
  private static final int TIMES_A_CALL = 12;
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");
  private static final String JSON = "application/json";
  private static final String SECRET = "foreign-secret";
  private static final JsonObject NONE = JsonValue.EMPTY_JSON_OBJECT;
  private static final String FOREIGN = "01890000-0000-7000-8000-00000000f0f0";

  private final ChatSystem server = ChatSystem.scripted();
  private final long seed = Long.getLong("hostile.seed", USUAL_SEED);
  private final Random random = new Random(seed);
  private final Set<String> taken = new TreeSet<>();
  private JsonObject openApi;
  private String session;
  private String message;

  @Test
  void nothingBreaksAndNothingOfOthersIsSeen() throws Exception {
    LOG.log(Level.INFO, () -> "seed " + seed);
    ChatClient chat = server.client();
    storeForeign();
    openApi = chat.get("openapi?format=JSON").json();
    JsonObject paths = openApi.getJsonObject("paths");
    List<String> bad = new ArrayList<>();
    paths.forEach(
        (path, item) -> {
          for (String method : item.asJsonObject().keySet()) {
            if (METHODS.contains(method)) {
              JsonObject operation = item.asJsonObject().getJsonObject(method);
              talk(chat);
              for (int i = 0; i < TIMES_A_CALL; i++) {
                attack(chat, method.toUpperCase(Locale.ROOT), path, operation, bad);
              }
            }
          }
        });
    chat.send("DELETE", "api/providers/locked/key", null);
    // Else nothing got further than to whoever reads it.
    assertThat(taken).as("seed " + seed).hasSizeGreaterThan(2);
    assertThat(bad).as("seed " + seed).isEmpty();
    assertThat(paths).hasSizeGreaterThan(20);
    try (Connection connection = Stores.shared().database().connect();
        Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery("select title from chat_session where id = '" + FOREIGN + "'")) {
      assertThat(rows.next()).as("seed " + seed).isTrue();
      assertThat(rows.getString(1)).isEqualTo(SECRET);
    }
  }

  /** A session that is there, whatever became of the one before. */
  private void talk(ChatClient chat) {
    session = chat.createSession();
    chat.askWhole(session, "tokens=2 pace=0 hostile");
    message = chat.lastMessage(session).getString("id");
  }

  private void attack(
      ChatClient chat, String method, String template, JsonObject operation, List<String> bad) {
    String path =
        PARAMETER
            .matcher(template.substring(1))
            .replaceAll(name -> Matcher.quoteReplacement(id(template, name)));
    String query =
        operation.getOrDefault("parameters", JsonValue.EMPTY_JSON_ARRAY).asJsonArray().stream()
            .map(parameter -> resolved(parameter.asJsonObject()))
            .filter(parameter -> parameter.getString("in", "").equals("query"))
            .filter(parameter -> random.nextInt(3) > 0)
            .map(parameter -> parameter.getString("name") + "=" + encoded(text()))
            .collect(Collectors.joining("&"));
    String called = path + (query.isEmpty() ? "" : "?" + query);
    JsonObject content =
        resolved(operation.getOrDefault("requestBody", NONE).asJsonObject())
            .getOrDefault("content", NONE)
            .asJsonObject();
    String fit = content.keySet().stream().findFirst().orElse(JSON);
    String type = random.nextInt(8) == 0 ? "text/plain" : fit;
    String body =
        method.equals("GET") || method.equals("DELETE")
            ? ""
            : body(fit, content.getOrDefault(fit, NONE).asJsonObject());
    ChatClient sender =
        random.nextInt(3) == 0
            ? chat.with("Idempotency-Key", header(), "Last-Event-ID", header())
            : chat;
    Reply reply = sender.sendRaw(method, called, accepted(operation), type, body);
    if (reply.status() < 300 && !body.isEmpty()) {
      taken.add(method + " " + template);
    }
    String text = reply.body();
    if (reply.status() >= 500
        || text.contains(SECRET)
        || text.contains("Exception")
        || text.contains("\tat ")
        || (reply.status() >= 400 && reply.problem().isEmpty())) {
      bad.add(method + " " + called + " " + body + " -> " + reply.status() + " " + text);
    }
  }

  /** JSON where there is any: what is not acceptable is not looked at. */
  private String accepted(JsonObject operation) {
    Set<String> types =
        resolved(operation.getJsonObject("responses").getOrDefault("200", NONE).asJsonObject())
            .getOrDefault("content", NONE)
            .asJsonObject()
            .keySet();
    return types.isEmpty() || types.contains(JSON) ? JSON : types.iterator().next();
  }

  private JsonObject resolved(JsonObject parameter) {
    return parameter.containsKey("$ref")
        ? openApi.getValue(parameter.getString("$ref").substring(1)).asJsonObject()
        : parameter;
  }

  private String id(String template, MatchResult name) {
    return switch (random.nextInt(6)) {
      case 0, 1 ->
          template.contains("/providers/")
              ? "locked"
              : name.group().contains("message") ? message : session;
      case 2, 3 -> FOREIGN;
      case 4 -> encoded(text());
      default -> "01890000-0000-7000-8000-000000000000";
    };
  }

  private static String encoded(String text) {
    // An encoded slash is refused by servers before anything of ours is asked.
    String safe = text.replaceAll("[/\\\\\\x00-\\x1f;]", "_");
    return safe.isBlank()
        ? "_"
        : URLEncoder.encode(safe, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String header() {
    return text().replaceAll("[^\\x21-\\x7e]", "").concat("x");
  }

  private String text() {
    return switch (random.nextInt(12)) {
      case 0 -> "";
      case 1 -> "' or 1=1 -- ";
      case 2 -> "x".repeat(1 + random.nextInt(5_000));
      case 3 -> "\u0000\u0001\u202e\uffff";
      case 4 -> "🙂👩‍🚀中文";
      case 5 -> String.valueOf(random.nextLong());
      case 6 -> "${jndi:ldap://127.0.0.1/x} #{1+1}";
      case 7 -> "../../etc/passwd";
      case 8 -> "<script>alert(1)</script>";
      case 9 -> FOREIGN;
      case 10 -> "%_!\\\"+-*()~<>@";
      default ->
          random.ints(20, 0x20, 0x2fff).mapToObj(Character::toString).collect(Collectors.joining());
    };
  }

  private String body(String type, JsonObject content) {
    return switch (random.nextInt(8)) {
      case 0 -> text();
      case 1 -> "[".repeat(3_000);
      case 2 -> "{\"message\":" + "{\"a\":".repeat(500);
      default -> {
        if (content.isEmpty()) {
          yield text();
        }
        JsonObject object = object(content.getJsonObject("schema"));
        yield type.endsWith("json") ? object.toString() : form(object);
      }
    };
  }

  private static String form(JsonObject fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(plain(field.getValue())))
        .collect(Collectors.joining("&"));
  }

  private static String plain(JsonValue value) {
    return value instanceof JsonString string ? string.getString() : value.toString();
  }

  /**
   * Of the members that are described. What they hold fits in every other object, so that it gets
   * further than to whoever reads it; else it may.
   */
  private JsonObject object(JsonObject schema) {
    JsonObject described = resolved(schema);
    List<String> required =
        described.getOrDefault("required", JsonValue.EMPTY_JSON_ARRAY).asJsonArray().stream()
            .map(HostileInputIT::plain)
            .toList();
    boolean proper = random.nextBoolean();
    var json = Json.createObjectBuilder();
    described
        .getOrDefault("properties", NONE)
        .asJsonObject()
        .forEach(
            (member, type) -> {
              if (proper
                  ? required.contains(member) || random.nextInt(6) == 0
                  : random.nextInt(4) > 0) {
                json.add(
                    member,
                    proper || random.nextBoolean()
                        ? fitting(resolved(type.asJsonObject()))
                        : value());
              }
            });
    return json.build();
  }

  private JsonValue fitting(JsonObject schema) {
    if (schema.containsKey("enum")) {
      return schema.getJsonArray("enum").get(0);
    }
    return switch (schema.getString("type", "")) {
      case "object" -> object(schema);
      case "array" ->
          Json.createArrayBuilder().add(fitting(resolved(schema.getJsonObject("items")))).build();
      case "integer", "number" -> Json.createValue(schema.getInt("minimum", 0));
      case "boolean" -> JsonValue.TRUE;
      default -> Json.createValue(fittingText(schema));
    };
  }

  private String fittingText(JsonObject schema) {
    if (schema.getString("format", "").equals("date-time")) {
      return "2026-01-01T00:00:00Z";
    }
    String text = random.nextInt(4) == 0 ? FOREIGN : text() + "x";
    return text.codePoints()
        .limit(schema.getInt("maxLength", 200) / 2)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private JsonValue value() {
    return switch (random.nextInt(8)) {
      case 0 -> Json.createValue(random.nextLong());
      case 1 -> Json.createValue(random.nextDouble() * 1e300);
      case 2 -> JsonValue.NULL;
      case 3 -> JsonValue.TRUE;
      case 4 ->
          Json.createArrayBuilder()
              .add(text())
              .add(Json.createObjectBuilder().add("id", text()))
              .build();
      default -> Json.createValue(text());
    };
  }

  /** A session and a role of somebody else. */
  private static void storeForeign() throws Exception {
    try (Connection connection = Stores.shared().database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert ignore into chat_session (id, owner, title, title_set_by_user, current_leaf, version, created_at,"
              + " updated_at) values ('%1$s', 'somebody-else', '%2$s', true, '%1$s', 1, now(), now())"
                  .formatted(FOREIGN, SECRET));
      statement.execute(
          "insert ignore into message (id, session_id, author, status, created_at, content)"
              + " values ('%1$s', '%1$s', 'USER', 'COMPLETE', now(), '%2$s')"
                  .formatted(FOREIGN, SECRET));
      statement.execute(
          "insert ignore into chat_role (id, owner, name, prompt, version)"
              + " values ('%1$s', 'somebody-else', '%2$s', '%2$s', 1)".formatted(FOREIGN, SECRET));
    }
  }
}
