package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatClient.Reply;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Script;
import org.streamchat.support.ScriptedModel;
import org.streamchat.support.Stores;

/**
 * Keys and texts are where they belong and nowhere else: all of the databases, every server's log,
 * and what callers are told. Comes last, so that it sees what all other tests have left behind.
 */
@Order(Integer.MAX_VALUE)
class SecretsIT {
  private static final Path SERVERS = Path.of("target", "it");
  private static final List<String> SECRETS =
      List.of(
          ChatSystem.SECRET_KEY, "own-key-that-nobody-may-see", "key-of-", "a secret for nothing");

  /** Shorter ones may be words of the log's own. */
  private static final int LEAST_CHARACTERS = 16;

  private final String run = UUID.randomUUID().toString();
  private final String key = "sk-own/" + run;
  private final String text = "a very private text " + run;
  private final ScriptedModel model = ScriptedModel.shared();
  private final ChatClient chat = ChatSystem.scripted().client();
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void forget() {
    chat.send("DELETE", "api/providers/locked/key", null);
  }

  private static JsonObject json(String... namesAndValues) {
    var json = Json.createObjectBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return json.build();
  }

  private Reply told(Reply reply) {
    told.add(reply.headers().map() + reply.body());
    return reply;
  }

  private void told(ChatStream stream) {
    try (stream) {
      told.add(stream.headers().map().toString());
      stream.rest().forEach(frame -> told.add(frame.data().toString()));
    }
  }

  @Test
  void whatAProviderRepeatsOfAKeyGoesNoFurther() throws Exception {
    told(chat.send("PUT", "api/providers/locked/key", json("key", key)));
    String repeated =
        "{\"error\":{\"message\":\"Wrong key " + key + "\",\"code\":\"" + key + "\"}}";
    String answer = null;
    for (Script script :
        List.of(
            Script.status(401).header("x-request-id", key).json(repeated),
            Script.status(400).json(repeated.replace("/", "\\/")),
            Script.status(402).header("Retry-After", key).raw(key.repeat(2_000)),
            Script.stream().raw("event: error\ndata: " + repeated + "\n\n"),
            Script.stream().comment(key).role().text("so").event(repeated),
            Script.status(200).json(repeated))) {
      model.script(run, script);
      JsonObject question = json("message", text, "provider", "locked");
      String session = chat.createSession();
      told(chat.send("POST", "api/chat/" + session + "/completions", question));
      told(chat.stream("POST", "api/chat/completions", question));
      answer = chat.lastMessage(session).getString("id");
      String again = "api/chat/" + session + "/messages/" + answer + "/regenerate";
      told(chat.send("POST", again, json("provider", "locked")));
      told(chat.carryOn(session, ""));
      answer = chat.lastMessage(session).getString("id");
      Reply exchange =
          told(chat.get("api/sessions/" + session + "/messages/" + answer + "/exchange"));
      assertThat(exchange.status()).isEqualTo(200);
      assertThat(exchange.body()).contains("[key removed]", text);
      told(chat.get("api/sessions/" + session + "/messages"));
      told(chat.get("api/sessions/" + session + "/export"));
    }
    told(chat.get("api/providers"));
    told(chat.get("api/me"));
    assertThat(model.asked(run).get(0).header("api-key")).isEqualTo(key);
    assertThat(told).noneMatch(response -> holdsKey(response));
    assertNowhereStored(key);
    assertNotLogged(List.of(key));
  }

  private boolean holdsKey(String response) {
    return response.contains(key)
        || response.contains(key.replace("/", "\\/"))
        || response.contains(run + "\"") && response.contains("sk-own");
  }

  @Test
  void textsAreInNoLogWhateverBecomesOfTheCall() throws Exception {
    String session = chat.createSession();
    String sessions = "api/sessions/" + session;
    String completions = "api/chat/" + session + "/completions";
    chat.askWhole(session, text + " tokens=5 pace=0");
    model.script("fails " + run, Script.status(500).json(json("error", text).toString()));
    chat.askWhole(session, text + " fails " + run);
    chat.sendRaw("POST", completions, "application/json", "{\"message\":\"" + text);
    chat.sendRaw("POST", completions, "application/json", "{\"message\":[\"" + text + "\"]}");
    chat.sendRaw("POST", completions, "text/plain", text);
    chat.sendRaw("POST", completions, "application/json", json("message", text.repeat(9_000)) + "");
    for (String member : List.of("title", "systemPrompt", "model", "provider", "role")) {
      chat.send("PATCH", sessions, json(member, text));
      chat.send("POST", "api/sessions", json(member, text));
    }
    chat.send("POST", "api/roles", json("name", text, "prompt", text));
    chat.send("POST", "api/roles", json("name", text));
    chat.send("PUT", "api/providers/locked/key", json("key", text));
    chat.send("POST", "api/sessions/import", json("format", text));
    JsonObject file = chat.get(sessions + "/export").json();
    assertThat(chat.send("POST", "api/sessions/import", file).status()).isEqualTo(201);
    chat.sendRaw("POST", "api/sessions/import", "application/json", file.toString().substring(2));
    String encoded = text.replace(" ", "%20");
    chat.get("api/sessions?q=" + encoded);
    chat.get("api/sessions?before=" + encoded);
    chat.get(sessions + "/export?format=" + encoded);
    chat.get("api/sessions/" + encoded);
    chat.with("Idempotency-Key", run + text).askWhole(session, text);
    try (ChatStream stream = chat.follow(session, text)) {
      assertThat(stream.status()).isEqualTo(400);
    }
    assertNotLogged(List.of("very private"));
  }

  /** Whoever asked it, of whichever server. */
  @Test
  void nothingThatAnyTestHasUsedIsWhereItShouldNotBe() throws Exception {
    for (String secret : SECRETS) {
      assertNowhereStored(secret);
    }
    List<String> texts = new ArrayList<>(List.of("# Answer"));
    for (String table : tables()) {
      if (table.endsWith(".message")) {
        read(
            "select distinct left(content, 500) from "
                + table
                + " where author = 'USER' and char_length(content) >= "
                + LEAST_CHARACTERS,
            value -> texts.add(new String(value, StandardCharsets.UTF_8)));
      }
    }
    // An id that someone sends as a message is that of a session all the same.
    texts.removeIf(said -> said.matches("[0-9a-f-]{36}"));
    assertThat(texts).hasSizeGreaterThan(1);
    texts.addAll(SECRETS);
    assertNotLogged(texts);
  }

  private interface Reader {
    void value(byte[] value);
  }

  private static void read(String sql, Reader reader) throws SQLException {
    try (Connection connection = Stores.shared().database().connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        for (int column = 1; column <= columns; column++) {
          byte[] value = rows.getBytes(column);
          if (value != null) {
            reader.value(value);
          }
        }
      }
    }
  }

  /** Those of all servers, whichever database they were given. */
  private static List<String> tables() throws SQLException {
    List<String> tables = new ArrayList<>();
    read(
        "select concat(table_schema, '.', table_name) from information_schema.tables"
            + " where table_schema like 'streamchat%'",
        value -> tables.add(new String(value, StandardCharsets.UTF_8)));
    assertThat(tables)
        .contains(
            "streamchat.message",
            "streamchat.generation",
            "streamchat.provider_key",
            "streamchat.audit");
    return tables;
  }

  /** In no column of any table. */
  private static void assertNowhereStored(String secret) throws SQLException {
    for (String table : tables()) {
      read(
          "select * from " + table,
          value -> {
            if (new String(value, StandardCharsets.ISO_8859_1).contains(secret)) {
              throw new AssertionError(table + " holds " + secret);
            }
          });
    }
  }

  private static void assertNotLogged(List<String> said) {
    List<String> logs = logs();
    assertThat(logs.stream().anyMatch(log -> log.contains("CWWKZ0001I"))).isTrue();
    for (String log : logs) {
      for (String each : said) {
        int at = log.indexOf(each);
        if (at >= 0) {
          throw new AssertionError(
              "a log has: "
                  + log.substring(Math.max(0, at - 200), Math.min(log.length(), at + 200)));
        }
      }
    }
  }

  private static List<String> logs() {
    try (Stream<Path> files = Files.walk(SERVERS)) {
      List<String> logs = new ArrayList<>();
      for (Path file : files.filter(SecretsIT::isLog).toList()) {
        logs.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
      return logs;
    } catch (IOException e) {
      throw new AssertionError("the logs cannot be read", e);
    }
  }

  private static boolean isLog(Path file) {
    return file.toString().matches(".*/logs/.*\\.log") && Files.isRegularFile(file);
  }
}
