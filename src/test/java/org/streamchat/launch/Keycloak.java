package org.streamchat.launch;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A real Keycloak in a child process, with the realm of {@code keycloak-realm.json}: the users
 * alice, bob and admin, each with their name as password. It forgets everything when it ends.
 */
public final class Keycloak implements AutoCloseable {
  public static final String CLIENT = "streamchat";
  public static final String CLIENT_SECRET = "streamchat-of-the-demonstration";
  public static final String ADMIN = "admin";
  public static final String ADMIN_PASSWORD = "admin";
  public static final String ADMIN_ROLE = "chat-admin";

  private static final Path UNPACKED = Path.of("target", "keycloak").toAbsolutePath();
  private static final String REALM = "/org/streamchat/launch/keycloak-realm.json";
  private static final Duration START = Duration.ofMinutes(6);
  private static final Duration STOP = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(200);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Path home;
  private final int port;
  private Child process;

  private Keycloak(Path home, int port) {
    this.home = home;
    this.port = port;
  }

  /**
   * Starts it without waiting for anything.
   *
   * @param lifespan of access tokens
   * @param applications where browsers find the applications that users sign in to; the first one
   *     is told of logouts
   */
  public static Keycloak begin(int port, Duration lifespan, URI... applications) {
    Path home = installation();
    Keycloak keycloak = new Keycloak(home, port);
    Child.endLeftOver(keycloak.pidFile(), STOP);
    try {
      Folders.delete(home.resolve("data"));
      Path imported = Files.createDirectories(home.resolve("data").resolve("import"));
      Files.writeString(imported.resolve("realm.json"), realm(lifespan, List.of(applications)));
    } catch (IOException e) {
      throw new StartFailure("the realm cannot be put in place: " + e.getMessage(), e);
    }
    keycloak.process =
        Child.start(
            List.of(
                "/bin/sh",
                home.resolve("bin").resolve("kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--http-host=127.0.0.1",
                "--http-port=" + port),
            Map.of(
                "KC_BOOTSTRAP_ADMIN_USERNAME",
                ADMIN,
                "KC_BOOTSTRAP_ADMIN_PASSWORD",
                ADMIN_PASSWORD,
                "JAVA_HOME",
                System.getProperty("java.home"),
                "JAVA_OPTS_KC_HEAP",
                "-Xms128m -Xmx768m"),
            keycloak.log(),
            keycloak.pidFile());
    return keycloak;
  }

  /** Waits until users can sign in. */
  public void awaitReady() {
    try {
      await()
          .atMost(START)
          .pollInterval(POLL)
          .until(
              () -> {
                if (!process.alive()) {
                  throw new StartFailure("Keycloak ended at once, see " + log());
                }
                return serves();
              });
    } catch (ConditionTimeoutException e) {
      process.kill();
      throw new StartFailure("Keycloak does not answer, see " + log(), e);
    }
  }

  public URI url() {
    return URI.create("http://localhost:" + port);
  }

  /** The realm, as its tokens name it. */
  public String issuer() {
    return issuer(port);
  }

  public static String issuer(int port) {
    return "http://localhost:" + port + "/realms/streamchat";
  }

  /** What a server needs to know to have its users sign in here. */
  public static Map<String, String> environment(int port, URI application) {
    return Map.ofEntries(
        Map.entry("STREAMCHAT_AUTH", "oidc,bearer"),
        Map.entry("STREAMCHAT_AUTH_ISSUER", issuer(port)),
        Map.entry("STREAMCHAT_AUTH_OIDC_CLIENT_ID", CLIENT),
        Map.entry("STREAMCHAT_AUTH_OIDC_CLIENT_SECRET", CLIENT_SECRET),
        Map.entry("STREAMCHAT_AUTH_BEARER_AUDIENCE", CLIENT),
        Map.entry("STREAMCHAT_AUTH_ADMIN_GROUP", ADMIN_ROLE),
        Map.entry("STREAMCHAT_AUTH_SECRET", "a secret for the demonstration on this machine only"),
        Map.entry("STREAMCHAT_AUTH_ALLOW_HTTP_ON_LOCALHOST", "true"),
        Map.entry("STREAMCHAT_PUBLIC_URL", application.toString()));
  }

  @Override
  public void close() {
    process.stop(STOP);
  }

  public void kill() {
    process.kill();
  }

  private boolean serves() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static String realm(Duration lifespan, List<URI> applications) throws IOException {
    try (var template = Keycloak.class.getResourceAsStream(REALM)) {
      return new String(template.readAllBytes(), StandardCharsets.UTF_8)
          .replace("{lifespan}", String.valueOf(lifespan.toSeconds()))
          .replace(
              "\"{redirects}\"",
              applications.stream()
                  .map(application -> "\"" + application.resolve("/login/callback") + "\"")
                  .collect(Collectors.joining(", ")))
          .replace(
              "{after-logout}",
              applications.stream()
                  .map(application -> application.resolve("/").toString())
                  .collect(Collectors.joining("##")))
          .replace("{told}", applications.get(0).resolve("/logout/backchannel").toString());
    }
  }

  private static Path installation() {
    try (Stream<Path> folders = Files.list(UNPACKED)) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve("bin").resolve("kc.sh")))
          .findFirst()
          .orElseThrow(() -> new StartFailure("no Keycloak under " + UNPACKED));
    } catch (IOException e) {
      throw new StartFailure("no Keycloak under " + UNPACKED + ": Maven unpacks it", e);
    }
  }

  public Path log() {
    return home.resolve("keycloak.log");
  }

  private Path pidFile() {
    return Child.pidFile(home);
  }
}
