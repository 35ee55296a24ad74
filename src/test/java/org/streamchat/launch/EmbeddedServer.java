package org.streamchat.launch;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;

/** A store of our own in a child process. What it keeps outlives it in its folder. */
public abstract class EmbeddedServer implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration START = Duration.ofMinutes(1);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final String name;
  private final Path home;
  private final int port;
  private Child process;

  /**
   * @param name what to call it, e.g. "the embedded Redis"
   */
  EmbeddedServer(String name, Path home, int port) {
    this.name = name;
    this.home = home.toAbsolutePath();
    this.port = port;
  }

  /** Lays out what the server needs in its folder, and says how it is started. */
  abstract List<String> command();

  Map<String, String> environment() {
    return Map.of();
  }

  abstract boolean reachable();

  /** Starts it again on the same port and data, after {@link #stop()} or {@link #kill()}. */
  public final void start() {
    endLeftOver();
    process = Child.start(command(), environment(), log(), Child.pidFile(home));
    try {
      await()
          .atMost(START)
          .pollInterval(POLL)
          .until(
              () -> {
                if (!process.alive()) {
                  throw new StartFailure(name + " ended at once, see " + log() + " for the reason");
                }
                return reachable();
              });
    } catch (ConditionTimeoutException e) {
      process.kill();
      throw new StartFailure(name + " does not answer, see " + log(), e);
    }
  }

  public final void stop() {
    process.stop(STOP);
  }

  public final void kill() {
    process.kill();
  }

  @Override
  public final void close() {
    if (process != null) {
      stop();
    }
  }

  /** Ends the one that an earlier run left in this folder. */
  final void endLeftOver() {
    Child.endLeftOver(Child.pidFile(home), STOP);
  }

  final Path home() {
    return home;
  }

  public final long pid() {
    return process.pid();
  }

  public final int port() {
    return port;
  }

  final Path log() {
    return home.resolve("server.log");
  }
}
