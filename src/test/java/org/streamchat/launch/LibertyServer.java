package org.streamchat.launch;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** An Open Liberty with the built WAR in a child process, configured as in production. */
public final class LibertyServer implements AutoCloseable {
  static final String NAME = "streamchat";

  private static final Path INSTALLATION = Path.of("target", "liberty", "wlp").toAbsolutePath();
  private static final Path WAR = Path.of("target", "streamchat.war").toAbsolutePath();
  private static final Path CONFIGURATION = Path.of("server-config", "liberty").toAbsolutePath();
  private static final Path DRIVER = Path.of("target", "jdbc").toAbsolutePath();
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration STOP = Duration.ofSeconds(40);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Pattern START_FAILED =
      Pattern.compile("CWWKZ000[24]E|CWWKZ001[24][IW]|CWWKO0221E");
  private static final Pattern SETTING = Pattern.compile("SettingException: (.+)");

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Path home;
  private final int port;
  private final Map<String, String> environment;
  private Child process;

  /**
   * A server of its own under {@code home}, not started yet.
   *
   * @param environment variables for the server beside those of this process
   */
  public LibertyServer(Path home, int port, Map<String, String> environment) {
    this.home = home.toAbsolutePath();
    this.port = port;
    this.environment = new HashMap<>(environment);
    this.environment.put("WLP_USER_DIR", this.home.toString());
    this.environment.put("LOG_DIR", this.home.resolve("logs").toString());
    this.environment.put("HTTP_PORT", String.valueOf(port));
    this.environment.put("JAVA_HOME", System.getProperty("java.home"));
  }

  public URI url() {
    return URI.create("http://localhost:" + port + "/");
  }

  public long pid() {
    return process.pid();
  }

  /** The server's own log, warnings and the application's messages included. */
  public Path log() {
    return home.resolve("logs").resolve("messages.log");
  }

  /**
   * Starts it and waits until the application is ready and the page is served.
   *
   * @throws StartFailure with the reason when the application does not start
   */
  public void start() {
    begin();
    awaitReady();
  }

  /** Starts it without waiting for anything. */
  public void begin() {
    endLeftOver();
    prepare(folder(home));
    try {
      if (Files.exists(log())) {
        Files.move(
            log(), log().resolveSibling("previous.log"), StandardCopyOption.REPLACE_EXISTING);
      }
      apps(home);
    } catch (IOException e) {
      throw new StartFailure("cannot put the application in place: " + e.getMessage(), e);
    }
    process =
        Child.start(
            List.of(INSTALLATION.resolve("bin").resolve("server").toString(), "run", NAME),
            environment,
            home.resolve("logs").resolve("console.log"),
            pidFile());
  }

  /** Waits until the application is ready and the page is served. */
  public void awaitReady() {
    try {
      await()
          .atMost(START)
          .pollInterval(POLL)
          .until(
              () -> {
                checkProgress();
                return serves("health/ready") && serves("");
              });
    } catch (ConditionTimeoutException e) {
      throw new StartFailure("the server did not become ready, see " + log(), e);
    }
  }

  public boolean alive() {
    return process != null && process.alive();
  }

  /** Waits for the end of the process and returns its exit code. */
  public int awaitEnd() throws InterruptedException {
    process.awaitEnd();
    return process.exitCode();
  }

  /** Asks it to stop, as a deployment would, and waits for its end. */
  public void stop() {
    process.stop(STOP);
  }

  /** Kills it at once (SIGKILL). */
  public void kill() {
    if (process != null) {
      process.kill();
    }
  }

  @Override
  public void close() {
    if (process != null) {
      stop();
    }
  }

  /** Ends the server that an earlier run left behind under the same home. */
  void endLeftOver() {
    Child.endLeftOver(pidFile(), STOP);
  }

  /** Lays out a server without an application in its folder: configuration and driver. */
  public static void prepare(Path folder) {
    try {
      copy(CONFIGURATION, folder);
      copy(DRIVER, folder.resolve("jdbc"));
      Path script = INSTALLATION.resolve("bin").resolve("server");
      if (!script.toFile().setExecutable(true)) {
        throw new StartFailure(script + " is missing: run mvn, which unpacks it");
      }
    } catch (IOException e) {
      throw new StartFailure("the server cannot be laid out: " + e, e);
    }
  }

  static Path folder(Path home) {
    return home.resolve("servers").resolve(NAME);
  }

  private static void apps(Path home) throws IOException {
    Path apps = Files.createDirectories(folder(home).resolve("apps"));
    Files.copy(WAR, apps.resolve("streamchat.war"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private void checkProgress() throws IOException {
    Optional<String> reason = failure();
    if (reason.isPresent()) {
      throw new StartFailure(reason.get() + " (log: " + log() + ")");
    }
    if (!process.alive()) {
      throw new StartFailure(
          "the server ended with exit code "
              + process.exitCode()
              + ", see "
              + home
              + "/console.log");
    }
  }

  /** What the log says when the application could not be started. */
  private Optional<String> failure() throws IOException {
    if (!Files.exists(log())) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(log());
    Optional<String> failed =
        lines.stream().filter(line -> START_FAILED.matcher(line).find()).findFirst();
    if (failed.isEmpty()) {
      return failed;
    }
    return lines.stream()
        .map(SETTING::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .or(() -> failed.map(line -> line.replaceFirst("^.*?(CWWK[ZO])", "$1")));
  }

  private boolean serves(String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve(path)).timeout(Duration.ofSeconds(5)).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private Path pidFile() {
    return Child.pidFile(home);
  }
}
