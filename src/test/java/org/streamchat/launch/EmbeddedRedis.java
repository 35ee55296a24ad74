package org.streamchat.launch;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;

/** A Redis of our own in a child process; its append-only file outlives it in the given folder. */
public final class EmbeddedRedis implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(20);

  private final Path home;
  private final int port;
  private Child process;

  private EmbeddedRedis(Path home, int port) {
    this.home = home.toAbsolutePath();
    this.port = port;
  }

  /** Starts it on a free port. */
  public static EmbeddedRedis start(Path home) {
    EmbeddedRedis redis = prepared(home);
    redis.start();
    return redis;
  }

  static EmbeddedRedis prepared(Path home) {
    return new EmbeddedRedis(home, Ports.free());
  }

  /** Deletes what an earlier run left there, its process too. */
  public static void clear(Path home) {
    Child.clear(home);
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  public long pid() {
    return process.pid();
  }

  /** Starts it again on the same port and data, after {@link #stop()} or {@link #kill()}. */
  public void start() {
    Child.endLeftOver(pidFile(), STOP);
    try {
      Files.createDirectories(home);
    } catch (IOException e) {
      throw new StartFailure("cannot create " + home + ": " + e.getMessage(), e);
    }
    process =
        Child.start(
            List.of(
                executable(),
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                home.toString(),
                "--appendonly",
                "yes",
                "--save",
                ""),
            Map.of(),
            log(),
            pidFile());
    try {
      await()
          .atMost(START)
          .pollInterval(POLL)
          .until(
              () -> {
                if (!process.alive()) {
                  throw new StartFailure("the embedded Redis ended at once, see " + log());
                }
                return reachable(url());
              });
    } catch (ConditionTimeoutException e) {
      process.kill();
      throw new StartFailure("the embedded Redis does not answer, see " + log(), e);
    }
  }

  public void stop() {
    process.stop(STOP);
  }

  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    if (process != null) {
      stop();
    }
  }

  /**
   * Whether a Redis answers there, be it that it wants a password first or still loads its data.
   */
  static boolean reachable(String url) {
    URI address = URI.create(url);
    int port = address.getPort() < 0 ? 6379 : address.getPort();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), port), 3000);
      socket.setSoTimeout(3000);
      if ("rediss".equals(address.getScheme())) {
        return true;
      }
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      int kind = socket.getInputStream().read();
      return kind == '+' || kind == '-';
    } catch (IOException e) {
      return false;
    }
  }

  private static String executable() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String suffix =
        (system.contains("mac") ? "darwin-" : "linux-")
            + ("aarch64".equals(System.getProperty("os.arch")) ? "arm64" : "amd64");
    File[] found =
        Path.of("target", "redis").toFile().listFiles((folder, name) -> name.endsWith(suffix));
    if (found == null || found.length == 0 || !found[0].setExecutable(true)) {
      throw new StartFailure("no redis-server for " + suffix + " in target/redis: run mvn");
    }
    return found[0].getAbsolutePath();
  }

  private Path log() {
    return home.resolve("redis.log");
  }

  private Path pidFile() {
    return Child.pidFile(home);
  }
}
