package org.streamchat.launch;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.RedisSettings;
import org.streamchat.platform.control.SettingException;

/**
 * Runs everything in the foreground until Ctrl-C: database and Redis (unless {@code DATABASE_URL}
 * or {@code REDIS_URL} name others), then the server. Data is kept in {@code .data} between runs.
 */
public final class Launcher {
  private static final Path DATA = Path.of(".data");
  private static final int DEFAULT_PORT = 9080;
  private static final int KEYCLOAK_PORT = 8180;
  private static final Duration KEYCLOAK_LIFESPAN = Duration.ofMinutes(5);

  private final Map<String, String> settings;
  private final boolean withKeycloak;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private boolean stopping;

  private Launcher(Map<String, String> settings, boolean withKeycloak) {
    this.settings = settings;
    this.withKeycloak = withKeycloak;
  }

  public static void main(String[] arguments) {
    Launcher launcher = new Launcher(System.getenv(), List.of(arguments).contains("keycloak"));
    Runtime.getRuntime().addShutdownHook(new Thread(launcher::stop, "stop"));
    try {
      launcher.run();
    } catch (StartFailure e) {
      if (!launcher.stopping()) {
        Terminal.fail("Cannot start: " + e.getMessage());
      }
    } catch (IOException e) {
      Terminal.fail("Cannot start: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Terminal.fail("Interrupted");
    }
  }

  @SuppressWarnings("try") // the lock is held, not used
  private void run() throws IOException, InterruptedException {
    Files.createDirectories(DATA);
    try (FileChannel file =
            FileChannel.open(
                DATA.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = only(file)) {
      LibertyServer server = start();
      Terminal.say("Ready: " + server.url() + " (Ctrl-C stops; log: " + server.log() + ")");
      int exit = server.awaitEnd();
      if (!stopping()) {
        Terminal.fail("The server ended by itself, exit code " + exit + ", log: " + server.log());
      }
    }
  }

  private static FileLock only(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      if (lock != null) {
        return lock;
      }
    } catch (OverlappingFileLockException e) {
      throw new StartFailure("it runs in this folder already", e);
    }
    throw new StartFailure("it runs in this folder already");
  }

  private LibertyServer start() {
    int port = port();
    Map<String, String> environment = new HashMap<>();
    LibertyServer server = new LibertyServer(Path.of("target", "server"), port, environment);
    server.endLeftOver();
    if (Ports.busy(port)) {
      throw new StartFailure("port " + port + " is in use; set HTTP_PORT to a free one");
    }
    environment.putAll(database());
    environment.putAll(redis());
    if (withKeycloak) {
      environment.putAll(keycloak(server.url()));
    }
    Terminal.say("Starting the server …");
    LibertyServer configured = new LibertyServer(Path.of("target", "server"), port, environment);
    launch(configured::begin, configured);
    configured.awaitReady();
    return configured;
  }

  private Map<String, String> keycloak(URI server) {
    int port = port("KEYCLOAK_PORT", KEYCLOAK_PORT);
    if (Ports.busy(port)) {
      throw new StartFailure("port " + port + " is in use; set KEYCLOAK_PORT to a free one");
    }
    Terminal.say("Starting Keycloak …");
    URI application = URI.create(server.toString().replaceFirst("/$", ""));
    Keycloak keycloak = Keycloak.begin(port, KEYCLOAK_LIFESPAN, server);
    launch(keycloak::awaitReady, keycloak);
    Terminal.say(
        "Keycloak: "
            + keycloak.url()
            + "; sign in as alice, bob or admin, with the name as password");
    return Keycloak.environment(port, application);
  }

  private int port() {
    return port("HTTP_PORT", DEFAULT_PORT);
  }

  private int port(String setting, int fallback) {
    String value = settings.getOrDefault(setting, String.valueOf(fallback)).trim();
    try {
      int port = Integer.parseInt(value);
      if (port > 0 && port < 65536) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new StartFailure(setting + " takes a number from 1 to 65535", e);
    }
    throw new StartFailure(setting + " takes a number from 1 to 65535");
  }

  private Map<String, String> database() {
    String url = settings.get("DATABASE_URL");
    if (url == null || url.isBlank()) {
      Terminal.say("Starting MariaDB, data in " + DATA.resolve("mariadb") + " …");
      EmbeddedDatabase database = EmbeddedDatabase.prepared(DATA.resolve("mariadb"));
      launch(database::start, database);
      return Map.of(
          "DATABASE_URL", database.url(),
          "DATABASE_USER", EmbeddedDatabase.USER,
          "DATABASE_PASSWORD", EmbeddedDatabase.PASSWORD);
    }
    if (!url.startsWith("jdbc:mysql:")) {
      throw new StartFailure("DATABASE_URL takes jdbc:mysql://host:port/database");
    }
    String user = settings.getOrDefault("DATABASE_USER", EmbeddedDatabase.USER);
    String password = settings.getOrDefault("DATABASE_PASSWORD", "");
    try (Connection connection = EmbeddedDatabase.connect(url, user, password)) {
      connection.isValid(5);
      return Map.of();
    } catch (SQLException e) {
      throw new StartFailure(
          "the database of DATABASE_URL, "
              + withoutSecrets(url)
              + ", cannot be used by "
              + user
              + ": "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("no answer"),
          e);
    }
  }

  private Map<String, String> redis() {
    String url = settings.get("REDIS_URL");
    if (url == null || url.isBlank()) {
      Terminal.say("Starting Redis, data in " + DATA.resolve("redis") + " …");
      EmbeddedRedis redis = EmbeddedRedis.prepared(DATA.resolve("redis"));
      launch(redis::start, redis);
      return Map.of("REDIS_URL", redis.url());
    }
    try {
      RedisSettings.of(Environment.of(Map.of("REDIS_URL", url)));
    } catch (SettingException e) {
      throw new StartFailure(e.getMessage(), e);
    }
    if (!EmbeddedRedis.reachable(url)) {
      throw new StartFailure(
          "the Redis of REDIS_URL, " + withoutSecrets(url) + ", does not answer");
    }
    return Map.of();
  }

  private static String withoutSecrets(String url) {
    return url.replaceFirst("\\?.*", "").replaceFirst("//[^@/]*@", "//");
  }

  /** Starts a part unless all is being stopped, and remembers to stop it. */
  private synchronized void launch(Runnable start, AutoCloseable part) {
    if (stopping) {
      throw new StartFailure("stopped");
    }
    started.push(part);
    start.run();
  }

  private synchronized boolean stopping() {
    return stopping;
  }

  private synchronized void stop() {
    stopping = true;
    if (!started.isEmpty()) {
      Terminal.say("Stopping …");
    }
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        Terminal.say("Not stopped cleanly: " + e.getMessage());
      }
    }
  }
}
