package org.streamchat.generation.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.streamchat.stream.control.Soon.soon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.streamchat.conversation.control.Conversations;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.conversation.entity.Ownership;
import org.streamchat.conversation.entity.Running;
import org.streamchat.generation.control.GenerationSettings.RecoveryPolicy;
import org.streamchat.platform.control.Clock;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.Exchange;
import org.streamchat.stream.control.MemoryStore;
import org.streamchat.stream.control.Site;
import org.streamchat.stream.control.Site.Told;
import org.streamchat.stream.control.StreamLog;
import org.streamchat.stream.control.StreamLog.Claim;
import org.streamchat.stream.control.StreamWriter;
import org.streamchat.stream.control.TestSettings;
import org.streamchat.stream.entity.Entry;

/** Whom recovery takes an answer from, and what it leaves to the others meanwhile. */
class RecoveryTest {
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final GenerationSettings SETTINGS =
      new GenerationSettings(
          10, 1_000, 1_000, Duration.ofHours(1), Duration.ZERO, RecoveryPolicy.FINISH);

  private final MemoryStore store = new MemoryStore();
  private final Site owner = new Site(store, "owner", LEASE);
  private final Site other = new Site(store, "other", LEASE);
  private final StreamLog log = store.node("other");
  private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(4);
  private final List<Ownership> running = new ArrayList<>();
  private final AtomicInteger takeovers = new AtomicInteger();
  private final CountDownLatch held = new CountDownLatch(1);
  private final Map<String, MessageStatus> saved = new ConcurrentHashMap<>();
  private Runnable firstTakeover = () -> {};
  private Runnable saving = () -> {};
  private final Rows rows = new Rows();
  private final Threads threads = new Threads();
  private final Generations generations =
      new Generations(
          rows,
          new NoExchanges(),
          null,
          other.streams(),
          log,
          SETTINGS,
          new NoAccounts(),
          new Titles(),
          threads);
  private final Recovery recovery =
      new Recovery(
          rows, generations, other.streams(), log, SETTINGS, TestSettings.memory(LEASE), threads);

  @AfterEach
  void close() {
    held.countDown();
    executor.shutdown();
    owner.close();
    other.close();
  }

  private final class Rows extends Conversations {
    @Override
    public List<Ownership> running(Instant begunBefore) {
      return running;
    }

    @Override
    public Optional<Running> takeOver(String generation, long fromEpoch, long toEpoch) {
      if (takeovers.incrementAndGet() == 1) {
        firstTakeover.run();
      }
      return Optional.of(TestRunning.of(generation, toEpoch));
    }

    @Override
    public boolean finish(Outcome outcome, Exchange exchange) {
      saving.run();
      saved.put(outcome.generationId(), outcome.status());
      return true;
    }
  }

  private final class Threads extends Clock {
    @Override
    public ScheduledExecutorService executor() {
      return executor;
    }
  }

  private StreamWriter begun(String generation, Told told) {
    StreamWriter writer = owner.begin(generation, told);
    soon(() -> store.entries(generation).size() == 1);
    running.add(new Ownership(generation, 1, "owner"));
    return writer;
  }

  private void orphaned(String generation) {
    begun(generation, new Told());
    store.expireLease(generation);
  }

  /** No suspect is taken over before it has been found a second time. */
  private void sweep() {
    recovery.sweep();
    recovery.sweep();
  }

  private void hang() {
    try {
      held.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean hasEnded(String generation) {
    List<Entry> entries = store.entries(generation);
    return entries.get(entries.size() - 1).isEnd();
  }

  @Test
  void oneThatHangsKeepsNoOtherWaiting() {
    orphaned("one");
    orphaned("two");
    firstTakeover = this::hang;

    sweep();

    soon(() -> hasEnded("one") || hasEnded("two"));
    assertThat(hasEnded("one") && hasEnded("two")).isFalse();
    held.countDown();
    soon(() -> hasEnded("one") && hasEnded("two"));
  }

  @Test
  void oneThatFailsLeavesTheAnswerToWhoeverIsNext() {
    orphaned("one");
    firstTakeover =
        () -> {
          throw new ProblemException(Problem.DATABASE_UNAVAILABLE, "It is away.");
        };

    sweep();

    soon(() -> takeovers.get() == 1 && log.orphans(Set.of("one")).contains("one"));
    sweep();
    soon(() -> hasEnded("one"));
  }

  @Test
  void anOwnerWhoseLogIsForgottenHasTheTimeToBeginItAnew() {
    Told told = new Told();
    StreamWriter writer = begun("one", told);
    store.forget();

    sweep();

    soon(() -> executor.getCompletedTaskCount() == 1);
    assertThat(takeovers).hasValue(0);
    owner.streams().tick();
    soon(() -> !store.entries("one").isEmpty());
    sweep();
    writer.end("done", "{}");
    soon(() -> hasEnded("one"));
    assertThat(told.fences()).isZero();
    assertThat(takeovers).hasValue(0);
  }

  @Test
  void anOwnerHasTheTimeOfALeaseAlsoWhenNobodyAskedWhileTheLogWasAway() {
    sweep();
    store.away(true);
    other.streams().tick();
    sweep();
    store.away(false);
    orphaned("one");

    sweep();

    assertThat(executor.getTaskCount()).isZero();
  }

  @Test
  void whatWasStoppedWhenItsOwnerDiedIsStopped() {
    store.hintsAreLost(true);
    orphaned("one");
    log.requestStop("one");

    sweep();

    soon(() -> hasEnded("one"));
    assertThat(saved).containsEntry("one", MessageStatus.STOPPED);
  }

  @Test
  void aStopIsLeftToWhoeverIsNextShouldItsOwnerDieBeforeItIsStored() {
    store.hintsAreLost(true);
    orphaned("one");
    saving = this::hang;
    sweep();
    soon(() -> generations.owns("one"));

    generations.stop("one");

    store.expireLease("one");
    assertThat(log.claim("one", 2)).map(Claim::stopRequested).contains(true);
  }
}
