package org.streamchat.launch;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A Redis of our own in a child process; its append-only file outlives it in the given folder. */
public final class EmbeddedRedis extends EmbeddedServer {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String SENTINEL = "--sentinel";

  private final List<String> options;

  private EmbeddedRedis(Path home, int port, List<String> options) {
    super("the embedded Redis", home, port);
    this.options = options;
  }

  /** Starts it on a free port. */
  public static EmbeddedRedis start(Path home) {
    EmbeddedRedis redis = prepared(home);
    redis.start();
    return redis;
  }

  /** Starts it on this port with options beside the usual ones. */
  public static EmbeddedRedis start(Path home, int port, String... options) {
    EmbeddedRedis redis = new EmbeddedRedis(home, port, List.of(options));
    redis.start();
    return redis;
  }

  /** Starts a sentinel with this configuration, which it rewrites as things change. */
  public static EmbeddedRedis startSentinel(Path home, int port, String configuration) {
    try {
      Files.createDirectories(home);
      Path file = home.toAbsolutePath().resolve("sentinel.conf");
      Files.writeString(file, "port " + port + "\nbind " + LOOPBACK + "\n" + configuration);
      return start(home, port, file.toString(), SENTINEL);
    } catch (IOException e) {
      throw new StartFailure("cannot lay out a sentinel: " + e.getMessage(), e);
    }
  }

  static EmbeddedRedis prepared(Path home) {
    return new EmbeddedRedis(home, Ports.free(), List.of());
  }

  /** Deletes what an earlier run left there, its process too. */
  public static void clear(Path home) {
    Child.clear(home);
  }

  public String url() {
    return "redis://" + LOOPBACK + ":" + port();
  }

  @Override
  List<String> command() {
    try {
      Files.createDirectories(home());
    } catch (IOException e) {
      throw new StartFailure("cannot create " + home() + ": " + e.getMessage(), e);
    }
    List<String> command = new ArrayList<>(List.of(executable()));
    command.addAll(options);
    if (!options.contains(SENTINEL)) {
      command.addAll(
          List.of(
              "--port",
              String.valueOf(port()),
              "--bind",
              LOOPBACK,
              "--dir",
              home().toString(),
              "--appendonly",
              "yes",
              "--save",
              ""));
    }
    return command;
  }

  @Override
  boolean reachable() {
    return reachable(url());
  }

  /**
   * Whether a Redis answers there, be it that it wants a password first or still loads its data.
   */
  static boolean reachable(String url) {
    URI address = URI.create(url);
    String hosts = address.getRawAuthority().replaceFirst("^.*@", "");
    int usual = address.getScheme().endsWith("+sentinel") ? 26379 : 6379;
    return Arrays.stream(hosts.split(",", -1))
        .map(host -> URI.create("redis://" + host))
        .anyMatch(
            host ->
                reachable(
                    new InetSocketAddress(
                        host.getHost(), host.getPort() < 0 ? usual : host.getPort()),
                    address.getScheme().startsWith("rediss")));
  }

  private static boolean reachable(InetSocketAddress address, boolean tls) {
    try (Socket socket = new Socket()) {
      socket.connect(address, 3000);
      socket.setSoTimeout(3000);
      if (tls) {
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
}
