package org.streamchat.generation.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.conversation.entity.Running;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.control.ModelCall;
import org.streamchat.provider.control.ModelGateway;
import org.streamchat.provider.entity.Exchange;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.ModelRequest;
import org.streamchat.provider.entity.Usage;
import org.streamchat.stream.control.StreamLog.Note;
import org.streamchat.stream.control.StreamWriter;
import org.streamchat.stream.entity.Draft;
import org.streamchat.stream.entity.Opening;

/**
 * One generation that this node owns: takes what the model says to the stream, and brings it to its
 * one end. No thread belongs to it.
 */
final class Run implements StreamWriter.Owner {
  private static final Logger LOG = System.getLogger(Run.class.getName());
  private static final int CONTINUATIONS = 1;
  private static final Set<Problem> BREAKS =
      EnumSet.of(
          Problem.PROVIDER_BROKE_OFF,
          Problem.PROVIDER_UNREACHABLE,
          Problem.PROVIDER_FAILED,
          Problem.PROVIDER_TIMED_OUT);

  private final Running running;
  private final Workshop workshop;
  private final StreamWriter writer;
  private final CompletableFuture<ProblemException> settled = new CompletableFuture<>();

  private Attempt attempt;
  private Footholds noted;
  private boolean asked;
  private int continuations;
  private boolean ending;
  private String unsaved;
  private volatile boolean over;

  /**
   * @param texts what the message's text is so far
   */
  Run(Running running, Opening opening, Map<String, String> texts, Workshop workshop) {
    this.running = running;
    this.workshop = workshop;
    // Whoever hears of the stream at once waits until this is whole.
    synchronized (this) {
      this.writer =
          workshop.streams().open(opening, texts, sofar -> Events.anew(running, sofar), this);
    }
  }

  String generationId() {
    return running.generationId();
  }

  /** Number of the newest event written. */
  long seq() {
    return writer.seq();
  }

  /** How many events the log is behind. */
  long lag() {
    return writer.lag();
  }

  /** How long the texts written so far are. */
  long characters() {
    return writer.length();
  }

  /**
   * Completes as soon as it is known how the call began: with null when the provider has accepted
   * it or there is some answer to look at, else with what the provider failed with, once that has
   * been recorded.
   */
  CompletableFuture<ProblemException> settled() {
    return settled;
  }

  /** Asks the model, for the whole answer or for what is missing of it. */
  void ask() {
    String content = writer.text(Events.MESSAGE);
    String reasoning = writer.text(Events.REASONING);
    Attempt next = Attempt.anew(this, content, reasoning);
    if (isNow(next)) {
      begin(next, gateway -> Optional.of(gateway.stream(request(content), next)));
    }
  }

  /**
   * Goes on with an answer that the provider may have gone on with by itself, else asks for what is
   * missing.
   */
  void rejoin(Footholds known) {
    String content = writer.text(Events.MESSAGE);
    String reasoning = writer.text(Events.REASONING);
    Optional<Footholds.Foothold> place = known.within(content, reasoning);
    if (place.isEmpty()) {
      ask();
      return;
    }
    Attempt next = Attempt.behind(this, known, place.get(), content, reasoning);
    if (isNow(next)) {
      begin(next, gateway -> gateway.rejoin(request(content), place.get().position(), next));
    }
  }

  private synchronized boolean isNow(Attempt next) {
    if (!ending) {
      attempt = next;
      asked = asked || !next.isRejoining();
    }
    return !ending;
  }

  private ModelRequest request(String prefix) {
    return new ModelRequest(
        running.owner(),
        running.provider(),
        running.model(),
        running.turns(),
        prefix,
        running.temperature(),
        running.maxTokens());
  }

  private void begin(Attempt next, Function<ModelGateway, Optional<ModelCall>> call) {
    try {
      ModelGateway gateway = workshop.providers().gateway(running.provider());
      if (!next.begin(() -> call.apply(gateway))) {
        ask();
      }
    } catch (ProblemException refused) {
      next.failed(refused);
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "A model cannot be asked: {0}", bug.getClass().getName());
      next.failed(new ProblemException(Problem.INTERNAL, "The model could not be asked."));
    }
  }

  /** What a later owner needs to know to rejoin the answer; empty when it knows already. */
  synchronized Optional<Note> news() {
    if (unsaved != null) {
      return Optional.of(new Note(generationId(), writer.epoch(), unsaved));
    }
    Optional<Footholds> now = ending || attempt == null ? Optional.empty() : attempt.footholds();
    if (now.isEmpty() || now.get().equals(noted)) {
      return Optional.empty();
    }
    noted = now.get();
    return Optional.of(new Note(generationId(), writer.epoch(), noted.written()));
  }

  /** The provider has accepted the request. */
  void accepted() {
    settled.complete(null);
  }

  void say(Attempt said, String type, String piece) {
    writer.text(type, piece);
    GenerationSettings settings = workshop.settings();
    if (writer.length() > settings.mostCharacters()) {
      tooLarge(said, settings.mostCharacters() + " characters");
    } else if (writer.entries() > settings.mostEvents()) {
      tooLarge(said, settings.mostEvents() + " events");
    }
  }

  private void tooLarge(Attempt said, String limit) {
    said.giveUp();
    fail(
        MessageStatus.FAILED,
        new ProblemException(Problem.ANSWER_TOO_LARGE, "The answer is longer than " + limit + "."));
  }

  /** For the first time there is a place where this answer can be rejoined. */
  void canBeRejoined() {
    workshop.executor().execute(() -> workshop.notes().accept(this));
  }

  void finished(FinishReason reason, Usage usage) {
    end(MessageStatus.COMPLETE, reason, usage, null);
  }

  /** What was rejoined is not the answer that was begun. */
  void contradicted() {
    workshop.executor().execute(this::ask);
  }

  void failed(Attempt failed, ProblemException failure) {
    boolean passing = BREAKS.contains(failure.problem());
    Optional<Footholds> known = failed.footholds();
    if (known.isPresent() && failed.hasSpoken() && passing) {
      workshop.executor().execute(() -> rejoin(known.get()));
    } else if (failed.isRejoining() && !failed.hasSpoken() && !hasAsked()) {
      askInsteadOf(failed);
    } else if ((failed.isRejoining() || failed.hasSpoken()) && passing && mayContinue()) {
      writer.event(Events.NOTICE, Events.notice("retrying"));
      askInsteadOf(failed);
    } else {
      fail(MessageStatus.FAILED, failure);
    }
  }

  /** The provider may be making the answer by itself still, and have it paid for twice. */
  private void askInsteadOf(Attempt failed) {
    failed.giveUp();
    workshop.executor().execute(this::ask);
  }

  private synchronized boolean hasAsked() {
    return asked;
  }

  private synchronized boolean mayContinue() {
    return !ending && continuations++ < CONTINUATIONS;
  }

  /** Ends the answer here, keeping what there is. Idempotent. */
  void stop() {
    end(MessageStatus.STOPPED, FinishReason.STOPPED, null, null);
  }

  /** Ends the answer as one that could not be completed, keeping what there is. */
  void fail(MessageStatus status, ProblemException failure) {
    end(status, null, null, failure);
  }

  /** Ends it as its former owner knew it to have ended. */
  void end(Ending known) {
    end(known.status(), known.reason(), known.usage(), known.failure());
  }

  /** Ends an answer that takes longer than is allowed. */
  void checkDuration(OffsetDateTime now) {
    if (running.startedAt().plus(workshop.settings().maxDuration()).isBefore(now)) {
      fail(
          MessageStatus.FAILED,
          new ProblemException(
              Problem.PROVIDER_TIMED_OUT, "The answer took longer than is allowed."));
    }
  }

  private void end(
      MessageStatus status, FinishReason reason, Usage usage, ProblemException failure) {
    Attempt last;
    synchronized (this) {
      if (ending) {
        return;
      }
      ending = true;
      last = attempt;
    }
    if (last != null) {
      last.giveUp();
    }
    writer.seal();
    long took = Duration.between(running.startedAt(), now()).toMillis();
    Outcome outcome =
        new Outcome(
            running.generationId(),
            writer.epoch(),
            writer.seq() + 1,
            status,
            reason,
            writer.text(Events.MESSAGE),
            writer.text(Events.REASONING),
            usage,
            Math.max(0, took),
            failure == null ? null : failure.problem(),
            failure == null ? null : failure.getMessage());
    workshop
        .executor()
        .execute(() -> new Closing(this, running, outcome, failure, kept(last), workshop).commit());
  }

  private Exchange kept(Attempt last) {
    try {
      return last != null && workshop.exchanges().areKept() ? last.exchange() : null;
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "An exchange cannot be kept: {0}", bug.getClass().getName());
      return null;
    }
  }

  /** The end is to be committed, later: what it is like is noted for a later owner. */
  void unsaved(String ending) {
    synchronized (this) {
      unsaved = ending;
    }
    workshop.notes().accept(this);
  }

  /** The end has been committed, or there is nothing to commit. */
  void tell(Outcome outcome, ProblemException failure) {
    Draft end = Events.end(outcome, running.messageId());
    writer.end(end.type(), end.payload()).thenRun(this::close);
    settled.complete(failure);
  }

  /** The end is another owner's to commit. */
  void abandon() {
    writer.abandon();
  }

  private void close() {
    workshop.streams().close(writer);
    over = true;
    workshop.closed().accept(this);
  }

  @Override
  public void stopRequested() {
    stop();
  }

  /** Another node has taken over: nothing is saved or said here any more. */
  @Override
  public void fenced() {
    Attempt last;
    synchronized (this) {
      ending = true;
      last = attempt;
    }
    if (last != null) {
      last.leave();
    }
    LOG.log(Level.INFO, "Generation {0} has another owner now", generationId());
    settled.complete(null);
    over = true;
    workshop.closed().accept(this);
  }

  /** Whether there is nothing left to do here. */
  boolean isOver() {
    return over;
  }

  /** Lets another node go on: this one says and saves nothing more. */
  void leave() {
    Attempt last;
    synchronized (this) {
      if (ending) {
        return;
      }
      ending = true;
      last = attempt;
    }
    writer.seal();
    if (last != null) {
      last.leave();
    }
  }

  /** Saves what there is of an answer whose log is away. */
  void checkpoint() {
    workshop
        .conversations()
        .checkpoint(
            generationId(),
            writer.epoch(),
            writer.seq(),
            writer.text(Events.MESSAGE),
            writer.text(Events.REASONING));
  }

  private static OffsetDateTime now() {
    return OffsetDateTime.now(ZoneOffset.UTC);
  }
}
