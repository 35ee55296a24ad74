package org.streamchat.sso;

import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.streamchat.launch.Keycloak;
import org.streamchat.launch.Ports;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.ScriptedModel;

/** Keycloak and two nodes that know it; started once for all tests, ended with the JVM. */
final class Site {
  /** So short that sessions are renewed again and again. */
  static final Duration LIFESPAN = Duration.ofSeconds(6);

  private static Site shared;

  final ChatSystem one;
  final ChatSystem two;
  final Keycloak keycloak;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private Site() {
    int keycloakPort = Ports.free();
    int onePort = Ports.free();
    int twoPort = Ports.free();
    keycloak = Keycloak.begin(keycloakPort, LIFESPAN, address(onePort), address(twoPort));
    Runtime.getRuntime().addShutdownHook(new Thread(keycloak::kill));
    // One after the other: together they need more than a small machine has.
    keycloak.awaitReady();
    one = node("sso-one", onePort, keycloakPort);
    two = node("sso-two", twoPort, keycloakPort);
  }

  static synchronized Site shared() {
    if (shared == null) {
      shared = new Site();
    }
    return shared;
  }

  void stop() {
    one.stop();
    two.stop();
    keycloak.close();
  }

  private static URI address(int port) {
    return URI.create("http://localhost:" + port);
  }

  private static ChatSystem node(String name, int port, int keycloakPort) {
    Map<String, String> environment =
        new HashMap<>(Keycloak.environment(keycloakPort, address(port)));
    environment.put("HTTP_PORT", String.valueOf(port));
    environment.put("OPENAI_BASE_URL", ScriptedModel.shared().baseUrl().toString());
    environment.put("OPENAI_API_KEY", ChatSystem.SECRET_KEY);
    environment.put("STREAMCHAT_HEARTBEAT", "1s");
    environment.put("STREAMCHAT_LIMITS_FAILED_LOGINS_PER_MINUTE", "0");
    return ChatSystem.node(name, environment);
  }

  /**
   * A token for programs, of one of the realm's clients for them. The identity provider, which
   * counts failed logins, now and then refuses one that follows on the heels of another.
   */
  String token(String client, String user) {
    return await()
        .ignoreExceptionsMatching(AssertionError.class::isInstance)
        .until(() -> tokenNow(client, user), token -> true);
  }

  private String tokenNow(String client, String user) {
    return form(
            keycloak.issuer() + "/protocol/openid-connect/token",
            Map.of(
                "grant_type", "password", "client_id", client, "username", user, "password", user))
        .getString("access_token");
  }

  /** Has the realm sign with a new key from now on. */
  void rotateKey() {
    JsonObject key =
        Json.createObjectBuilder()
            .add("name", "rotated")
            .add("providerId", "rsa-generated")
            .add("providerType", "org.keycloak.keys.KeyProvider")
            .add(
                "config",
                Json.createObjectBuilder()
                    .add("priority", Json.createArrayBuilder().add("500"))
                    .add("algorithm", Json.createArrayBuilder().add("RS256")))
            .build();
    administer("POST", "/components", BodyPublishers.ofString(key.toString()));
  }

  /** Ends all sessions of a user's, as their administrator would. */
  void logOut(String subject) {
    administer("POST", "/users/" + subject + "/logout", BodyPublishers.noBody());
  }

  private void administer(String method, String path, HttpRequest.BodyPublisher body) {
    String token =
        form(
                keycloak.url() + "/realms/master/protocol/openid-connect/token",
                Map.of(
                    "grant_type",
                    "password",
                    "client_id",
                    "admin-cli",
                    "username",
                    Keycloak.ADMIN,
                    "password",
                    Keycloak.ADMIN_PASSWORD))
            .getString("access_token");
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create(keycloak.url() + "/admin/realms/streamchat" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body));
    if (answer.statusCode() >= 300) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  private JsonObject form(String address, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    if (answer.statusCode() != 200) {
      throw new AssertionError(address + ": " + answer.statusCode() + " " + answer.body());
    }
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
