package org.streamchat.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Nothing is lost, repeated or stuck, whatever dies; and nobody sees an error while one node after
 * the other is restarted. {@code -Ddrill.seed=} repeats an order of faults, {@code
 * -Ddrill.minutes=} makes it longer and adds the faults that take their time; the table also goes
 * to {@code target/drill.txt}.
 */
class DrillIT {
  private static final System.Logger LOG = System.getLogger(DrillIT.class.getName());
  private static final long SEED = Long.getLong("drill.seed", 20261121L);
  private static final int MINUTES = Integer.getInteger("drill.minutes", 0);
  private static final int ASKERS = 8;
  private static final int LEAST_ANSWERS = 200;
  private static final int PATIENCE_MINUTES = 5;

  /** No viewer is shown nothing for longer than this when answers could go on. */
  private static final Duration BOUND = Duration.ofSeconds(30);

  private static final Path REPORT = Path.of("target", "drill.txt");

  private final Random random = new Random(SEED);
  private final Queue<Question> finished = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final List<Incident> incidents = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> complaints = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private Set<String> whileRestarted = Set.of();
  private volatile boolean over;

  @Test
  void nothingIsLostRepeatedOrStuckWhateverDies() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool(DrillIT::thread);
    CountDownLatch asking = new CountDownLatch(ASKERS);
    long began = System.nanoTime();
    try (Installation all = new Installation()) {
      for (int i = 0; i < ASKERS; i++) {
        threads.execute(
            () -> {
              askAgainAndAgain(all, threads);
              asking.countDown();
            });
      }
      awaitAnswers(ASKERS);
      strike(all, Fault.ROLLING_RESTART);
      whileRestarted = Set.copyOf(complaints.keySet());
      strikeAgainAndAgain(all);
      over = true;
      assertThat(asking.await(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
      threads.shutdown();
    }
    Report report =
        new Report(
            SEED, Duration.ofNanos(System.nanoTime() - began), incidents, finished, complaints);
    tell(report);
    assertThat(failures).isEmpty();
    assertThat(report.defects()).isEmpty();
    assertThat(finished).hasSizeGreaterThanOrEqualTo(LEAST_ANSWERS);
    assertThat(complaints).doesNotContainKeys("500", "internal");
    // A node that is going, or is not there yet, sends its clients to the other one.
    assertThat(whileRestarted).as("what anyone met in a rolling restart").isSubsetOf("503");
  }

  private void strikeAgainAndAgain(Installation all) {
    long deadline = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
    do {
      List<Fault> faults = new ArrayList<>(Fault.all(MINUTES > 0));
      Collections.shuffle(faults, random);
      faults.stream().filter(fault -> failures.isEmpty()).forEach(fault -> strike(all, fault));
    } while (System.nanoTime() < deadline && failures.isEmpty());
    awaitAnswers(LEAST_ANSWERS);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "drill");
    thread.setDaemon(true);
    return thread;
  }

  private void strike(Installation all, Fault fault) {
    int before = finished.size();
    long since = System.nanoTime();
    Incident incident = new Incident(fault);
    incidents.add(incident);
    fault.happen(all, random, incident);
    incident.over();
    awaitAnswers(before + 1);
    LOG.log(
        System.Logger.Level.INFO,
        "{0}, {1} s, {2} answers so far",
        fault.title(),
        Duration.ofNanos(System.nanoTime() - since).toSeconds(),
        finished.size());
  }

  private void awaitAnswers(int count) {
    long since = System.nanoTime();
    while (finished.size() < count && failures.isEmpty()) {
      if (System.nanoTime() - since > Duration.ofMinutes(PATIENCE_MINUTES).toNanos()) {
        failures.add(new AssertionError("only " + finished.size() + " answers of " + count));
      }
      Fault.pass(Duration.ofMillis(50));
    }
  }

  private void askAgainAndAgain(Installation all, ExecutorService threads) {
    while (!over && failures.isEmpty()) {
      try {
        Question question =
            new Question(
                all,
                SEED,
                asked.incrementAndGet(),
                complaint -> complaints.merge(complaint, 1, Integer::sum));
        question.ask(threads);
        question.judge(incidents, BOUND);
        question.defects().forEach(defect -> LOG.log(System.Logger.Level.ERROR, "{0}", defect));
        finished.add(question);
      } catch (Throwable stuck) {
        failures.add(stuck);
      }
    }
  }

  private static void tell(Report report) throws IOException {
    Files.writeString(REPORT, report.toString());
    LOG.log(System.Logger.Level.INFO, "{0}", report);
  }
}
