package org.streamchat.generation.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.conversation.entity.Running;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.Exchange;

/**
 * The end of a generation: commits first, then tells. While the database is away both wait, for an
 * hour at most.
 */
final class Closing {
  private static final Logger LOG = System.getLogger(Closing.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final Run run;
  private final Running running;
  private final Outcome outcome;
  private final ProblemException failure;
  private final Workshop workshop;
  private final long since = System.nanoTime();
  private Exchange exchange;
  private Duration pause = FIRST_PAUSE;

  /**
   * @param failure what it ends with; null when it is none
   * @param exchange what is to be kept with it; null for nothing
   */
  Closing(
      Run run,
      Running running,
      Outcome outcome,
      ProblemException failure,
      Exchange exchange,
      Workshop workshop) {
    this.run = run;
    this.running = running;
    this.outcome = outcome;
    this.failure = failure;
    this.exchange = exchange;
    this.workshop = workshop;
  }

  void commit() {
    boolean mine;
    boolean orphaned;
    try {
      mine =
          workshop.conversations().finish(outcome, exchange)
              || workshop.conversations().hasEnded(outcome.generationId(), outcome.epoch());
      orphaned = !mine && workshop.accounts().isOrphaned(running);
    } catch (ProblemException away) {
      LOG.log(
          Level.WARNING,
          "Generation {0} waits to be saved: {1}",
          outcome.generationId(),
          away.problem());
      commitLater();
      return;
    } catch (RuntimeException bug) {
      // Its class only: the database may quote the text.
      LOG.log(
          Level.ERROR,
          "Generation {0} is not saved: {1}",
          outcome.generationId(),
          bug.getClass().getName());
      // It may be to blame, not the answer.
      exchange = null;
      commitLater();
      return;
    }
    if (mine) {
      run.tell(outcome, failure);
      workshop.accounts().ended(running, outcome);
      workshop.titles().ended(running, outcome);
    } else if (orphaned) {
      // Its session has been deleted: there is nothing to save, but viewers to be told.
      run.tell(outcome, null);
      workshop.accounts().ended(running, outcome);
    } else {
      run.abandon();
    }
  }

  private void commitLater() {
    if (System.nanoTime() - since > PATIENCE.toNanos()) {
      LOG.log(
          Level.ERROR,
          "Generation {0} could not be saved; it is left to recovery",
          outcome.generationId());
      run.abandon();
      return;
    }
    run.unsaved(Ending.written(outcome));
    workshop.executor().schedule(this::commit, pause.toMillis(), TimeUnit.MILLISECONDS);
    Duration twice = pause.multipliedBy(2);
    pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }
}
