package org.streamchat.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds the page with npm into {@code target/page}, unless it is newer than its sources. */
public final class PageBuild {
  private static final Path SOURCES = Path.of("src", "main", "frontend");
  private static final Path MODULES = SOURCES.resolve("node_modules");

  /** The page's types of the interface are made from it. */
  private static final Path INTERFACE =
      Path.of("src", "main", "resources", "META-INF", "openapi.yaml");

  private static final Path RESULT = Path.of("target", "page", "index.html");
  private static final int NODE = 20;

  private PageBuild() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Files.createDirectories(RESULT.getParent());
    if (!Files.exists(SOURCES.resolve("package.json"))) {
      return;
    }
    try {
      checkNode();
      if (older(MODULES.resolve(".package-lock.json"), SOURCES.resolve("package-lock.json"))) {
        npm("ci", "--no-audit", "--no-fund", "--loglevel=error");
      }
      if (older(RESULT, newestSource())) {
        npm("run", "build");
      }
    } catch (StartFailure e) {
      Terminal.fail("Cannot build the page: " + e.getMessage());
    }
  }

  private static void checkNode() throws InterruptedException {
    String version;
    try {
      Process process = new ProcessBuilder("node", "--version").start();
      version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      process.waitFor();
    } catch (IOException e) {
      throw new StartFailure("Node.js " + NODE + " or newer is needed and not on the PATH", e);
    }
    int major = Integer.parseInt("0" + version.replaceFirst("^v?(\\d*).*", "$1"));
    if (major < NODE) {
      throw new StartFailure("Node.js " + NODE + " or newer is needed, this is " + version);
    }
  }

  private static void npm(String... arguments) throws InterruptedException {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    List<String> command = new ArrayList<>(List.of(windows ? "npm.cmd" : "npm"));
    command.addAll(Arrays.asList(arguments));
    try {
      Process process = new ProcessBuilder(command).directory(SOURCES.toFile()).inheritIO().start();
      if (process.waitFor() != 0) {
        throw new StartFailure("npm " + arguments[0] + " failed, see above");
      }
    } catch (IOException e) {
      throw new StartFailure("npm is needed and not on the PATH", e);
    }
  }

  private static boolean older(Path result, Path source) throws IOException {
    return !Files.exists(result) || modified(result).compareTo(modified(source)) < 0;
  }

  private static Path newestSource() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      Optional<Path> newest =
          Stream.concat(files, Stream.of(INTERFACE))
              .filter(path -> !path.startsWith(MODULES) && Files.isRegularFile(path))
              .max(Comparator.comparing(PageBuild::modified));
      return newest.orElseThrow();
    }
  }

  private static FileTime modified(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      throw new StartFailure("cannot read " + path, e);
    }
  }
}
