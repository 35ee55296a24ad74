package org.streamchat.generation.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.streamchat.conversation.control.Sessions;
import org.streamchat.conversation.entity.ChatSession;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.conversation.entity.Running;
import org.streamchat.conversation.entity.Texts;
import org.streamchat.platform.control.Clock;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.Unquoted;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.control.ModelCall;
import org.streamchat.provider.control.ModelListener;
import org.streamchat.provider.control.Providers;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.ModelRequest;
import org.streamchat.provider.entity.Turn;
import org.streamchat.provider.entity.Usage;

/**
 * Has the model find a short title for a session whose first answer is whole. Nobody waits for it,
 * a failure leaves the first words as the title, and a title that the user sets stays.
 */
@ApplicationScoped
public class Titles {
  /** What the model is told. */
  public static final String PROMPT =
      "Write a title for the conversation below: at most six words, or twelve characters of"
          + " Chinese, in the conversation's own language. Answer with the title only, without"
          + " quotation marks and without a full stop at its end.";

  private static final Logger LOG = System.getLogger(Titles.class.getName());
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int AT_ONCE = 8;
  private static final int QUOTED = 1_000;
  private static final int MAX_TOKENS = 200;
  private static final int MAX_CHARACTERS = 80;
  private static final String AROUND = "[\\s\"'`*#_«»“”‘’「」『』《》.。]+";

  private final Sessions sessions;
  private final Providers providers;
  private final Clock clock;
  private final Source source;
  private final Semaphore free = new Semaphore(AT_ONCE);

  /** Who finds the titles. */
  private enum Source {
    MODEL,
    FIRST_WORDS
  }

  /** For client proxies. */
  protected Titles() {
    this.sessions = null;
    this.providers = null;
    this.clock = null;
    this.source = null;
  }

  @Inject
  public Titles(Sessions sessions, Providers providers, Clock clock, Environment environment) {
    this.sessions = sessions;
    this.providers = providers;
    this.clock = clock;
    this.source = environment.choice("streamchat.titles", Source.class, Source.MODEL);
  }

  /** Has a wrong setting found at the start. */
  void check(@Observes @Initialized(ApplicationScoped.class) Object start) {
    LOG.log(Level.DEBUG, () -> "titles: " + source);
  }

  /** To be told of every answer that has been saved; returns at once. */
  void ended(Running running, Outcome outcome) {
    if (source == Source.MODEL
        && outcome.status() == MessageStatus.COMPLETE
        && !outcome.content().isBlank()
        && !running.provider().equals(Providers.DEMO)
        && isFirst(running)
        && free.tryAcquire()) {
      CompletableFuture<String> heard = new CompletableFuture<>();
      heard.whenComplete((text, failure) -> free.release());
      clock.executor().execute(() -> find(running, outcome, heard));
    }
  }

  private static boolean isFirst(Running running) {
    return running.turns().stream().filter(turn -> turn.author() != Turn.Author.SYSTEM).count()
        == 1;
  }

  private void find(Running running, Outcome outcome, CompletableFuture<String> heard) {
    String question = running.turns().get(running.turns().size() - 1).content();
    String firstWords = ChatSession.titleFrom(question);
    try {
      if (!sessions.isEntitled(running.sessionId(), firstWords)) {
        heard.cancel(false);
        return;
      }
      ModelCall call =
          providers.gateway(running.provider()).stream(
              request(running, question, outcome.content()), new Listener(heard));
      heard
          .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
          .whenCompleteAsync(
              (text, failure) -> {
                call.cancel();
                if (failure == null) {
                  title(text).ifPresent(found -> save(running.sessionId(), firstWords, found));
                }
              },
              clock.executor());
    } catch (ProblemException unavailable) {
      LOG.log(Level.DEBUG, "No title was found: {0}", unavailable.problem());
      heard.completeExceptionally(unavailable);
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "A title cannot be asked for", Unquoted.of(bug));
      heard.completeExceptionally(bug);
    }
  }

  private void save(String sessionId, String firstWords, String title) {
    try {
      sessions.entitle(sessionId, firstWords, title);
    } catch (ProblemException away) {
      LOG.log(Level.DEBUG, "A title was not saved: {0}", away.problem());
    }
  }

  private static ModelRequest request(Running running, String question, String answer) {
    String conversation =
        "User:\n"
            + Texts.first(QUOTED, question)
            + "\n\nAssistant:\n"
            + Texts.first(QUOTED, answer);
    return new ModelRequest(
        running.owner(),
        running.provider(),
        running.model(),
        List.of(new Turn(Turn.Author.SYSTEM, PROMPT), new Turn(Turn.Author.USER, conversation)),
        "",
        null,
        MAX_TOKENS);
  }

  /** The first line of what the model said, without its decoration. */
  static Optional<String> title(String said) {
    return said.lines()
        .map(line -> line.replaceAll("\\p{Cntrl}", " "))
        .map(line -> line.replaceAll("^" + AROUND, "").replaceAll(AROUND + "$", ""))
        .filter(line -> !line.isEmpty() && Texts.storable(line))
        .findFirst()
        .map(line -> Texts.first(MAX_CHARACTERS, line));
  }

  /** Gathers a short text. */
  private static final class Listener implements ModelListener {
    private static final int ENOUGH = 1_000;

    private final CompletableFuture<String> heard;
    private final StringBuilder text = new StringBuilder();

    Listener(CompletableFuture<String> heard) {
      this.heard = heard;
    }

    @Override
    public void accepted() {
      // Its text follows.
    }

    @Override
    public void text(String piece) {
      if (text.length() < ENOUGH) {
        text.append(piece);
      } else {
        heard.complete(text.toString());
      }
    }

    @Override
    public void reasoning(String piece) {
      // Not part of a title.
    }

    @Override
    public void finished(FinishReason reason, Usage usage) {
      heard.complete(text.toString());
    }

    @Override
    public void failed(ProblemException failure) {
      heard.completeExceptionally(failure);
    }
  }
}
