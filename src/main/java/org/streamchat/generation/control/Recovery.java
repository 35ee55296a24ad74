package org.streamchat.generation.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.streamchat.conversation.control.Conversations;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Ownership;
import org.streamchat.conversation.entity.Running;
import org.streamchat.generation.control.GenerationSettings.RecoveryPolicy;
import org.streamchat.platform.control.Clock;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.stream.control.LogUnavailableException;
import org.streamchat.stream.control.StreamLog;
import org.streamchat.stream.control.StreamLog.Claim;
import org.streamchat.stream.control.StreamLog.Lease;
import org.streamchat.stream.control.StreamSettings;
import org.streamchat.stream.control.Streams;
import org.streamchat.stream.control.Tail;
import org.streamchat.stream.entity.Draft;
import org.streamchat.stream.entity.Opening;

/** Takes over the generations whose owner has died, this node's former life included. */
@ApplicationScoped
public class Recovery {
  private static final Logger LOG = System.getLogger(Recovery.class.getName());
  private static final int MOST_ATTEMPTS = 3;

  /** Takeovers at once; endings need threads, too. */
  private static final int HANDS = 4;

  private final Conversations conversations;
  private final Generations generations;
  private final Streams streams;
  private final StreamLog log;
  private final GenerationSettings settings;
  private final Duration lease;
  private final Clock clock;
  private final Suspects suspects;
  private final Map<String, Ownership> due = new ConcurrentHashMap<>();
  private final Semaphore hands = new Semaphore(HANDS);

  /** For client proxies. */
  protected Recovery() {
    this.conversations = null;
    this.generations = null;
    this.streams = null;
    this.log = null;
    this.settings = null;
    this.lease = null;
    this.suspects = null;
    this.clock = null;
  }

  @Inject
  public Recovery(
      Conversations conversations,
      Generations generations,
      Streams streams,
      StreamLog log,
      GenerationSettings settings,
      StreamSettings logs,
      Clock clock) {
    this.conversations = conversations;
    this.generations = generations;
    this.streams = streams;
    this.log = log;
    this.settings = settings;
    this.lease = logs.lease();
    this.suspects = new Suspects(logs.lease(), StreamSettings.TICK);
    this.clock = clock;
  }

  /**
   * To be called every {@link GenerationSettings#TICK}, by one thread: has those claimed that are
   * {@linkplain Suspects without an owner}. An answer that has only just begun may have no lease
   * yet. A node that is being stopped claims nothing.
   *
   * @throws ProblemException when the database or the log does not answer; as with a takeover that
   *     fails so, the next sweep tries again
   */
  void sweep() {
    if (!generations.isOpen()) {
      return;
    }
    if (!streams.isLogAvailable()) {
      suspects.unknown();
    }
    Map<String, Ownership> others = new HashMap<>();
    for (Ownership ownership : conversations.running(Instant.now().minus(lease))) {
      if (!generations.owns(ownership.generationId())) {
        others.put(ownership.generationId(), ownership);
      }
    }
    if (others.isEmpty()) {
      suspects.none();
      return;
    }
    suspects
        .confirmed(orphans(others.keySet()), System.nanoTime())
        .forEach(orphan -> due.put(orphan, others.get(orphan)));
    for (int some = due.size(); some > 0 && hands.tryAcquire(); some--) {
      clock.executor().execute(this::takeOverAllDue);
    }
  }

  private Set<String> orphans(Set<String> generationIds) {
    try {
      return log.orphans(generationIds);
    } catch (LogUnavailableException away) {
      suspects.unknown();
      due.clear();
      throw away;
    }
  }

  /** One of several at once: a node that died may have left thousands, whose viewers wait. */
  private void takeOverAllDue() {
    try {
      for (String generation : due.keySet()) {
        Ownership former = due.remove(generation);
        if (former != null && generations.isOpen()) {
          takeOver(former);
        }
      }
    } catch (ProblemException away) {
      due.clear();
      LOG.log(Level.DEBUG, "Takeovers are put off: {0}", away.problem());
    } finally {
      hands.release();
    }
  }

  private void takeOver(Ownership former) {
    try {
      if (!isPerhapsBegunAnew(former.generationId())) {
        log.claim(former.generationId(), former.epoch()).ifPresent(claim -> goOn(former, claim));
      }
    } catch (ProblemException away) {
      throw away;
    } catch (RuntimeException bug) {
      // Its class only: its message may quote the text.
      LOG.log(
          Level.ERROR,
          "Generation {0} cannot be taken over: {1}",
          former.generationId(),
          bug.getClass().getName());
    }
  }

  /** Where the log is gone, too, its owner lives perhaps, and is just about to begin it anew. */
  private boolean isPerhapsBegunAnew(String generation) {
    return suspects.isRecent(generation, System.nanoTime()) && log.lastSeq(generation) == 0;
  }

  private void goOn(Ownership former, Claim claim) {
    String generation = former.generationId();
    try {
      Optional<Running> taken = conversations.takeOver(generation, former.epoch(), claim.epoch());
      if (taken.isPresent()) {
        LOG.log(Level.INFO, "Generation {0} of node {1} is taken over", generation, former.node());
        goOn(taken.get(), claim);
      }
    } finally {
      if (!generations.owns(generation)) {
        release(new Lease(generation, claim.epoch()));
      }
    }
  }

  private void release(Lease held) {
    try {
      log.release(List.of(held));
    } catch (LogUnavailableException away) {
      // It expires by itself.
    }
  }

  private void goOn(Running running, Claim claim) {
    boolean isNewest = claim.seq() > 0 && claim.seq() >= running.lastSeq();
    Tail kept = isNewest ? streams.load(running.generationId()) : null;
    boolean fromLog = kept != null && kept.lastSeq() > 0;
    // Else it has an entry that this node cannot read, or has been trimmed.
    boolean intact = fromLog && claim.intact() && kept.lastSeq() >= claim.seq();
    Map<String, String> texts =
        fromLog
            ? Events.texts(kept.entries())
            : Events.texts(running.content(), running.reasoning());
    long progress = texts.values().stream().mapToLong(String::length).sum();
    Optional<String> note = intact ? log.noted(running.generationId()) : Optional.empty();
    Optional<Footholds> footholds = note.flatMap(Footholds::read);
    Optional<Ending> ended = note.flatMap(Ending::read).filter(ending -> ending.isOf(progress));
    int attempts = log.attempts(running.generationId(), progress);
    Run run = generations.open(running, opening(running, claim, intact, texts), texts);
    if (ended.isPresent()) {
      run.end(ended.get());
    } else if (claim.stopRequested()) {
      run.stop();
    } else if (settings.recovery() == RecoveryPolicy.FINISH || attempts > MOST_ATTEMPTS) {
      run.fail(
          MessageStatus.INTERRUPTED,
          new ProblemException(Problem.INTERRUPTED, "The server that made this answer has died."));
    } else if (footholds.isPresent()) {
      run.rejoin(footholds.get());
    } else {
      run.ask();
    }
  }

  /**
   * Goes on behind the log's last entry, or begins anew where readers may have seen more than the
   * log still has.
   */
  private static Opening opening(
      Running running, Claim claim, boolean intact, Map<String, String> texts) {
    List<Draft> drafts = new ArrayList<>();
    if (!intact) {
      drafts.addAll(Events.anew(running, texts));
    }
    drafts.add(Draft.event(Events.NOTICE, Events.notice("recovering")));
    long seq = intact ? claim.seq() : Math.max(claim.seq(), running.lastSeq());
    return new Opening(running.generationId(), claim.epoch(), seq, !intact, drafts);
  }
}
