package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Stores;

/**
 * The README's calls, made in their order by a shell against the server that {@code mvn} starts
 * without any settings, say what the README says they do. There … stands for any text.
 */
class ReadmeIT {
  private static final String SECTION = "## Using it from programs";
  private static final String SAYS = "#>";
  private static final String STEP = "--- step ";
  private static final long LIMIT_SECONDS = 180;

  private static ChatSystem demo;

  /** Lines of shell, and what they print. */
  private record Step(List<String> commands, List<String> output) {
    Step() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    Pattern pattern() {
      String text = String.join("\n", output).strip();
      return Pattern.compile(
          Arrays.stream(text.split("…", -1))
              .map(Pattern::quote)
              .collect(Collectors.joining("[\\s\\S]*")));
    }
  }

  /** On stores apart: the other servers have no demo to go on with its answers. */
  @BeforeAll
  static void start() {
    Map<String, String> settings = new HashMap<>(Stores.shared().apart("demo"));
    settings.putAll(Map.of("OPENAI_API_KEY", "", "OPENAI_BASE_URL", ""));
    demo = ChatSystem.node("demo", settings);
  }

  @AfterAll
  static void stop() {
    demo.kill();
  }

  @Test
  void everyCallSaysWhatIsWritten() throws Exception {
    List<Step> steps = steps();
    assertThat(steps).hasSizeGreaterThan(25);

    List<String> printed = run(steps);

    assertThat(printed).hasSameSizeAs(steps);
    for (int i = 0; i < steps.size(); i++) {
      assertThat(printed.get(i).strip())
          .as(String.join("\n", steps.get(i).commands()))
          .matches(steps.get(i).pattern());
    }
  }

  /** A step ends with what it prints; one that prints nothing goes with the next. */
  private static List<Step> steps() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    String section = readme.substring(readme.indexOf(SECTION));
    String block = section.substring(section.indexOf("```sh\n") + 6);
    List<Step> steps = new ArrayList<>(List.of(new Step()));
    for (String line : block.substring(0, block.indexOf("```")).lines().toList()) {
      Step last = steps.get(steps.size() - 1);
      if (line.startsWith(SAYS)) {
        last.output().add(line.substring(SAYS.length()).strip());
      } else {
        if (!last.output().isEmpty()) {
          last = new Step();
          steps.add(last);
        }
        last.commands().add(line);
      }
    }
    return steps;
  }

  private static List<String> run(List<Step> steps) throws Exception {
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      script.append("echo; echo '").append(STEP).append(i).append("'\n");
      script.append(String.join("\n", steps.get(i).commands())).append('\n');
    }
    Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "it")), "sh");
    Path file = folder.resolve("script.sh").toAbsolutePath();
    Files.writeString(
        file, script.toString().replace("http://localhost:9080", base()), StandardCharsets.UTF_8);
    Path output = folder.resolve("output.txt");
    Process shell =
        new ProcessBuilder("bash", file.toString())
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("errors.txt").toFile())
            .start();
    try {
      assertThat(shell.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("the script ends").isTrue();
    } finally {
      shell.destroyForcibly();
    }
    String[] parts = Files.readString(output).split("\n?" + STEP + "\\d+\n", -1);
    return List.of(parts).subList(1, parts.length);
  }

  private static String base() {
    return demo.url().toString().replaceFirst("/$", "");
  }
}
