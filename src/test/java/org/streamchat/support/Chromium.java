package org.streamchat.support;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Chromium: the system's if there is one, else the one that npm ships, unpacked into {@code
 * target/chromium}. Shared by the tests of a run; to be used by the thread that runs them.
 */
public final class Chromium {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Path PACKAGE = Path.of("src", "test", "browser");
  private static final Path UNPACKED = Path.of("target", "chromium").toAbsolutePath();

  /** {@code -Dstreamchat.chromium.shipped=true}: as on a machine without a browser. */
  private static final String SHIPPED_ONLY = "streamchat.chromium.shipped";

  private static Browser browser;

  private Chromium() {}

  /** Started on first use; tests open contexts of their own. It ends with the JVM. */
  public static synchronized Browser browser() {
    if (browser == null || !browser.isConnected()) {
      Path system = system().orElse(null);
      Path executable = system == null ? shipped() : system;
      Map<String, String> environment = new HashMap<>(System.getenv());
      if (system == null) {
        environment.put("LD_LIBRARY_PATH", UNPACKED.resolve("lib").toString());
        environment.put("FONTCONFIG_PATH", UNPACKED.toString());
      }
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      browser =
          playwright
              .chromium()
              .launch(
                  new LaunchOptions()
                      .setExecutablePath(executable)
                      .setEnv(environment)
                      .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
    }
    return browser;
  }

  private static Optional<Path> system() {
    if (Boolean.getBoolean(SHIPPED_ONLY)) {
      return Optional.empty();
    }
    String path = System.getenv().getOrDefault("PATH", "");
    return NAMES.stream()
        .flatMap(name -> Stream.of(path.split(File.pathSeparator, -1)).map(p -> Path.of(p, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Path shipped() {
    Path executable = UNPACKED.resolve("chromium");
    if (!Files.isExecutable(executable)) {
      run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
      run("node", "extract.mjs", UNPACKED.toString());
    }
    return executable;
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).directory(PACKAGE.toFile()).inheritIO().start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", command) + " takes too long");
      }
      if (process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + " failed");
      }
    } catch (IOException e) {
      throw new AssertionError("cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
