package org.streamchat.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child process. Its pid file lets the next start end it when this one could not; a session of
 * its own keeps Ctrl-C away from it, so that the children end in the order we choose.
 */
final class Child {
  private static final Duration KILLED = Duration.ofSeconds(10);
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final Process process;
  private final Path pidFile;

  private Child(Process process, Path pidFile) {
    this.process = process;
    this.pidFile = pidFile;
  }

  static Child start(
      List<String> command, Map<String, String> environment, Path log, Path pidFile) {
    List<String> line = new ArrayList<>(command);
    if (Files.isExecutable(SETSID)) {
      line.add(0, SETSID.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectOutput(log.toFile());
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      Child child = new Child(builder.start(), pidFile);
      String started =
          child.process.info().startInstant().map(i -> " " + i.getEpochSecond()).orElse("");
      Files.createDirectories(pidFile.toAbsolutePath().getParent());
      Files.writeString(pidFile, child.process.pid() + started);
      return child;
    } catch (IOException e) {
      throw new StartFailure("cannot run " + command.get(0) + ": " + e.getMessage(), e);
    }
  }

  /** Where the pid of the child that works in this folder is kept. */
  static Path pidFile(Path home) {
    return home.resolve("child.pid");
  }

  /** Deletes the folder with all that an earlier run left in it, its process too. */
  static void clear(Path home) {
    endLeftOver(pidFile(home), KILLED);
    try {
      Folders.delete(home);
    } catch (IOException e) {
      throw new StartFailure("cannot delete " + home + ": " + e.getMessage(), e);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  int exitCode() {
    return process.exitValue();
  }

  void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  /** Asks it to end and insists after {@code patience}. */
  void stop(Duration patience) {
    end(process.toHandle(), patience);
    forget();
  }

  /** Ends it at once, without a chance to put anything in order. */
  void kill() {
    end(process.toHandle(), Duration.ZERO);
    forget();
  }

  /** Ends what an earlier run left behind under this pid file, if it is still that process. */
  static void endLeftOver(Path pidFile, Duration patience) {
    leftOver(pidFile).ifPresent(handle -> end(handle, patience));
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new StartFailure("cannot delete " + pidFile + ": " + e.getMessage(), e);
    }
  }

  private static Optional<ProcessHandle> leftOver(Path pidFile) {
    try {
      String[] parts = Files.readString(pidFile).trim().split(" ", 2);
      if (parts.length < 2) {
        return Optional.empty();
      }
      Instant started = Instant.ofEpochSecond(Long.parseLong(parts[1]));
      return ProcessHandle.of(Long.parseLong(parts[0]))
          .filter(handle -> handle.info().startInstant().filter(i -> near(i, started)).isPresent());
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean near(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(Duration.ofSeconds(2)) <= 0;
  }

  private static void end(ProcessHandle handle, Duration patience) {
    List<ProcessHandle> family = handle.descendants().toList();
    if (!patience.isZero()) {
      handle.destroy();
      if (ended(handle, patience)) {
        return;
      }
    }
    handle.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    if (!ended(handle, KILLED)) {
      throw new StartFailure("process " + handle.pid() + " does not end");
    }
  }

  private static boolean ended(ProcessHandle handle, Duration patience) {
    try {
      handle.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return !handle.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !handle.isAlive();
    } catch (ExecutionException e) {
      throw new StartFailure("process " + handle.pid() + " cannot be ended", e);
    }
  }

  private void forget() {
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      // the next start finds no process of that number and start time, and goes on
      return;
    }
  }
}
