package org.streamchat.generation.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.streamchat.conversation.control.Conversations;
import org.streamchat.conversation.control.Exchanges;
import org.streamchat.conversation.control.RunningAnswers;
import org.streamchat.conversation.entity.Again;
import org.streamchat.conversation.entity.Answer;
import org.streamchat.conversation.entity.Ask;
import org.streamchat.conversation.entity.Begun;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Running;
import org.streamchat.platform.control.Clock;
import org.streamchat.platform.control.Unquoted;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.control.Providers;
import org.streamchat.stream.control.LogUnavailableException;
import org.streamchat.stream.control.StreamLog;
import org.streamchat.stream.control.StreamLog.Note;
import org.streamchat.stream.control.Streams;
import org.streamchat.stream.entity.Draft;
import org.streamchat.stream.entity.Opening;

/** The generations of this node, and the way to those of others. */
@ApplicationScoped
public class Generations implements RunningAnswers {
  private static final Logger LOG = System.getLogger(Generations.class.getName());
  private static final Duration SETTLING = Duration.ofSeconds(10);
  private static final Duration OVERLOAD_PAUSE = Duration.ofSeconds(5);
  private static final int MOST_SETTLING = 8;
  private static final Set<Problem> NO_LEAVE =
      EnumSet.of(Problem.LIMIT_EXCEEDED, Problem.LOG_UNAVAILABLE);

  /** How long the viewers of a deleted session's answer have to learn of its end. */
  private static final Duration READING_THE_END = Duration.ofSeconds(5);

  private final Conversations conversations;
  private final Streams streams;
  private final StreamLog log;
  private final GenerationSettings settings;
  private final Accounts accounts;
  private final Map<String, Run> runs = new ConcurrentHashMap<>();
  private final Semaphore settling = new Semaphore(MOST_SETTLING);
  private final Workshop workshop;
  private final CompletableFuture<Void> idle = new CompletableFuture<>();
  private volatile boolean closing;

  /** For client proxies. */
  protected Generations() {
    this(null, null, null, null, null, null, null, null, null);
  }

  @Inject
  public Generations(
      Conversations conversations,
      Exchanges exchanges,
      Providers providers,
      Streams streams,
      StreamLog log,
      GenerationSettings settings,
      Accounts accounts,
      Titles titles,
      Clock clock) {
    this.conversations = conversations;
    this.streams = streams;
    this.log = log;
    this.settings = settings;
    this.accounts = accounts;
    this.workshop =
        new Workshop(
            conversations,
            exchanges,
            providers,
            streams,
            settings,
            accounts,
            titles,
            clock == null ? null : clock.executor(),
            run -> note(List.of(run)),
            this::closed);
  }

  /**
   * Stores what the user asks and begins to answer it. When the provider fails before it has said
   * anything, and says so soon, that is thrown; it has been recorded by then, and the user's
   * message is kept.
   *
   * @param sessionId null to create the session
   * @return what is being generated; for a repeated Idempotency-Key what the first send began,
   *     which may have ended
   * @throws ProblemException as {@link Conversations#begin}, LIMIT_EXCEEDED, OVERLOADED, PROVIDER_…
   */
  public Running start(String owner, String sessionId, Ask ask) {
    return begin(owner, ask.idempotencyKey(), () -> conversations.begin(owner, sessionId, ask));
  }

  /**
   * The same for another version of a question.
   *
   * @throws ProblemException as {@link Conversations#edit} and {@link #start}
   */
  public Running edit(String owner, String sessionId, String messageId, Ask ask) {
    return begin(
        owner, ask.idempotencyKey(), () -> conversations.edit(owner, sessionId, messageId, ask));
  }

  /**
   * The same for another answer.
   *
   * @throws ProblemException as {@link Conversations#again} and {@link #start}
   */
  public Running again(String owner, String sessionId, String messageId, Again again) {
    return begin(
        owner,
        again.idempotencyKey(),
        () -> conversations.again(owner, sessionId, messageId, again));
  }

  /**
   * Goes on with the session's newest answer, which ended early.
   *
   * @throws ProblemException as {@link Conversations#reopen} and {@link #start}
   */
  public Running resume(String owner, String sessionId) {
    return begin(owner, null, () -> conversations.reopen(owner, sessionId));
  }

  /** A send that is repeated needs no leave: its first one had it. */
  private Running begin(String owner, String key, Supplier<Begun> beginning) {
    checkCapacity();
    Begun begun;
    try {
      begun = accounts.admitted(owner, beginning);
    } catch (ProblemException refused) {
      if (!NO_LEAVE.contains(refused.problem()) || !conversations.hasBegun(owner, key)) {
        throw refused;
      }
      begun = beginning.get();
    }
    return begun.replayed() ? begun.running() : run(begun.running());
  }

  private void checkCapacity() {
    if (closing) {
      throw new ProblemException(
              Problem.SHUTTING_DOWN, "This server takes no new questions. Try again.")
          .retryAfterSeconds(1);
    }
    if (runs.size() >= settings.mostRunning()) {
      throw new ProblemException(
              Problem.OVERLOADED, "Too many answers are being generated here. Try again.")
          .retryAfterSeconds(OVERLOAD_PAUSE.toSeconds());
    }
  }

  private Running run(Running running) {
    List<Draft> drafts = new ArrayList<>();
    drafts.add(Events.session(running));
    if (!running.content().isEmpty() || !running.reasoning().isEmpty()) {
      drafts.addAll(Events.snapshot(running.content(), running.reasoning()));
    }
    Run run =
        open(
            running,
            new Opening(running.generationId(), running.epoch(), 0, true, drafts),
            texts(running));
    run.ask();
    settle(run, running);
    return running;
  }

  private static Map<String, String> texts(Running running) {
    return Events.texts(running.content(), running.reasoning());
  }

  /** Begins to own a generation. */
  Run open(Running running, Opening opening, Map<String, String> texts) {
    Run run = new Run(running, opening, texts, workshop);
    runs.put(run.generationId(), run);
    if (run.isOver()) {
      closed(run);
    }
    return run;
  }

  /**
   * Waits a little for the provider's first word, so that a refusal is the call's own answer; few
   * may wait at once.
   */
  private void settle(Run run, Running running) {
    if (!settling.tryAcquire()) {
      return;
    }
    try {
      ProblemException failure = run.settled().get(SETTLING.toMillis(), TimeUnit.MILLISECONDS);
      if (failure != null) {
        throw failure
            .with("sessionId", running.sessionId())
            .with("messageId", running.messageId())
            .with("generationId", running.generationId());
      }
    } catch (TimeoutException slow) {
      // It is told in the stream then.
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      settling.release();
    }
  }

  /**
   * Stops the session's running generation, wherever it runs; nothing happens when none does.
   *
   * @param meant the generation that is to be stopped; when it is empty any is
   * @throws ProblemException UNKNOWN_SESSION, LOG_UNAVAILABLE when it runs on a node that cannot be
   *     reached
   */
  public void stop(String owner, String sessionId, Optional<String> meant) {
    conversations
        .latest(owner, sessionId)
        .filter(answer -> answer.status() == MessageStatus.RUNNING)
        .map(Answer::generationId)
        .filter(running -> meant.isEmpty() || meant.get().equals(running))
        .ifPresent(this::stop);
  }

  @Override
  public void stop(String generationId) {
    Run run = runs.get(generationId);
    if (run == null) {
      log.requestStop(generationId);
      return;
    }
    run.stop();
    try {
      // So that it holds although this node dies before the end is stored.
      log.requestStop(generationId);
    } catch (LogUnavailableException away) {
      LOG.log(Level.DEBUG, "A stop is known to this node alone");
    }
  }

  @Override
  public void forget(Collection<String> generationIds) {
    workshop
        .executor()
        .schedule(
            () -> {
              try {
                generationIds.forEach(log::delete);
              } catch (LogUnavailableException away) {
                LOG.log(Level.DEBUG, "The logs of a deleted session are left to expire");
              }
            },
            READING_THE_END.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  public OptionalLong seq(String generationId) {
    Run run = runs.get(generationId);
    if (run != null) {
      return OptionalLong.of(run.seq());
    }
    try {
      long seq = log.lastSeq(generationId);
      return seq > 0 ? OptionalLong.of(seq) : OptionalLong.empty();
    } catch (LogUnavailableException away) {
      return OptionalLong.empty();
    }
  }

  /**
   * How an answer comes on.
   *
   * @param characters how long its texts are
   * @param lag how many events the log is behind
   */
  public record Progress(long characters, long lag) {}

  /** Empty when another node makes the answer. */
  public Optional<Progress> progress(String generationId) {
    return Optional.ofNullable(runs.get(generationId))
        .map(run -> new Progress(run.characters(), run.lag()));
  }

  /** Whether this node makes the generation. */
  boolean owns(String generationId) {
    return runs.containsKey(generationId);
  }

  /** How many answers this node makes at the moment. */
  public int running() {
    return runs.size();
  }

  /**
   * To be called every {@link GenerationSettings#TICK}: ends what takes too long, and keeps notes
   * for later owners.
   */
  void tick() {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    runs.values().forEach(run -> run.checkDuration(now));
    note(runs.values());
  }

  /** Keeps what later owners would need to know. */
  private void note(Collection<Run> some) {
    List<Note> news = some.stream().flatMap(run -> run.news().stream()).toList();
    try {
      if (!news.isEmpty()) {
        log.note(news);
      }
    } catch (LogUnavailableException away) {
      // The next tick has newer ones.
    }
  }

  /** To be called every few seconds: while the log is away the database keeps what there is. */
  void checkpoint() {
    if (!streams.isLogAvailable()) {
      int refused = 0;
      List<Run> some = new ArrayList<>(runs.values());
      // So that rows that stay locked do not always keep the same others from it.
      Collections.shuffle(some);
      for (Run run : some) {
        try {
          run.checkpoint();
        } catch (ProblemException away) {
          // One may just be locked.
          if (++refused == 2) {
            return;
          }
        } catch (RuntimeException bug) {
          LOG.log(Level.ERROR, "An answer is not kept meanwhile", Unquoted.of(bug));
        }
      }
    }
  }

  /**
   * Takes no new questions from now on, lets the running answers finish for the grace period, and
   * then leaves those that are left to other nodes.
   */
  void close() {
    closing = true;
    noticeIdle();
    try {
      idle.get(settings.shutdownGrace().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException some) {
      LOG.log(Level.INFO, "{0} answers are left to other nodes", runs.size());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
    runs.values().forEach(Run::leave);
    checkpoint();
  }

  /** Whether new questions are taken. */
  public boolean isOpen() {
    return !closing;
  }

  private void closed(Run run) {
    runs.remove(run.generationId(), run);
    noticeIdle();
  }

  private void noticeIdle() {
    if (closing && runs.isEmpty()) {
      idle.complete(null);
    }
  }
}
