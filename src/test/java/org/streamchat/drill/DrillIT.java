package org.streamchat.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.ScriptedModel;

/**
 * Nothing is lost, repeated or stuck, whatever dies. {@code -Ddrill.seed=} repeats an order of
 * faults, {@code -Ddrill.minutes=} makes it longer; a line a fault and a table go to {@code
 * target/drill.txt}.
 */
class DrillIT {
  private static final long SEED = Long.getLong("drill.seed", 20261121L);
  private static final int MINUTES = Integer.getInteger("drill.minutes", 0);
  private static final int VIEWERS = 6;
  private static final Path REPORT = Path.of("target", "drill.txt");

  private final List<ChatSystem> nodes = List.of(ChatSystem.scripted(), ChatSystem.scripted("two"));
  private final Random random = new Random(SEED);
  private final Queue<Viewer> finished = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final Map<Fault, Integer> survived = new EnumMap<>(Fault.class);
  private volatile boolean over;

  @Test
  void nothingIsLostRepeatedOrStuckWhateverDies() throws Exception {
    ExecutorService viewers = Executors.newFixedThreadPool(VIEWERS);
    for (int i = 0; i < VIEWERS; i++) {
      viewers.execute(this::askAgainAndAgain);
    }
    long deadline = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
    do {
      List<Fault> faults = new ArrayList<>(Arrays.asList(Fault.values()));
      Collections.shuffle(faults, random);
      for (Fault fault : faults) {
        int before = finished.size();
        fault.happen(nodes, random);
        survived.merge(fault, 1, Integer::sum);
        await()
            .atMost(Duration.ofMinutes(4))
            .until(() -> finished.size() > before || !failures.isEmpty());
      }
    } while (System.nanoTime() < deadline && failures.isEmpty());
    over = true;
    viewers.shutdown();
    assertThat(viewers.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
    report();
    assertThat(failures).isEmpty();
    assertThat(finished)
        .hasSizeGreaterThanOrEqualTo(Fault.values().length)
        .allSatisfy(this::isWhole);
    nodes.get(1).stop();
  }

  private void askAgainAndAgain() {
    while (!over && failures.isEmpty()) {
      int number = asked.incrementAndGet();
      Random own = new Random(SEED * 31 + number);
      int tokens = 50 + own.nextInt(250);
      String broken = own.nextInt(4) == 0 ? " break=" + own.nextInt(tokens) : "";
      Viewer viewer =
          new Viewer(
              anyNode(own),
              own.nextLong(),
              "drill "
                  + SEED
                  + "-"
                  + number
                  + " tokens="
                  + tokens
                  + " pace="
                  + (5 + own.nextInt(40))
                  + broken);
      try {
        viewer.watch();
        finished.add(viewer);
      } catch (Throwable stuck) {
        failures.add(stuck);
      }
    }
  }

  private Supplier<ChatClient> anyNode(Random own) {
    List<ChatClient> clients = nodes.stream().map(ChatSystem::client).toList();
    return () -> clients.get(own.nextInt(clients.size()));
  }

  private void isWhole(Viewer viewer) {
    String whole = ScriptedModel.answerTo(viewer.message());
    ChatClient chat = nodes.get(0).client();
    List<JsonObject> messages = chat.messages(viewer.session());
    assertThat(messages).as(viewer.message()).hasSize(2);
    assertThat(messages.get(1).getString("status")).as(viewer.message()).isEqualTo("complete");
    assertThat(messages.get(1).getString("content")).as(viewer.message()).isEqualTo(whole);
    assertThat(viewer.ends()).as(viewer.message()).isLessThanOrEqualTo(1);
    if (viewer.text() != null) {
      assertThat(viewer.text()).as(viewer.message()).isEqualTo(whole);
    }
  }

  private void report() throws Exception {
    StringBuilder text =
        new StringBuilder(
            "seed "
                + SEED
                + ", "
                + finished.size()
                + " answers, "
                + finished.stream().mapToInt(Viewer::connections).sum()
                + " connections, "
                + finished.stream().mapToInt(Viewer::continued).sum()
                + " continued by hand, "
                + failures.size()
                + " failed\n");
    survived.forEach(
        (fault, times) ->
            text.append(fault.name().toLowerCase().replace('_', ' '))
                .append(": ")
                .append(times)
                .append('\n'));
    Files.write(REPORT, text.toString().getBytes(StandardCharsets.UTF_8));
    System.getLogger(DrillIT.class.getName()).log(System.Logger.Level.INFO, text);
  }
}
