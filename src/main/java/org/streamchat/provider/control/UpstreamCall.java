package org.streamchat.provider.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.streamchat.platform.control.Unquoted;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.Exchange;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.ModelRequest;
import org.streamchat.provider.entity.Usage;

/**
 * One question and its answer. It may be put several times until the first word has come, never
 * after. The network's threads and the sweep take turns by a lock that is never waited for while
 * something slow happens; {@link #cancel} takes no lock at all.
 */
final class UpstreamCall implements ModelCall {
  private static final Logger LOG = System.getLogger(UpstreamCall.class.getName());

  /** How long is waited for an answer's end behind its last word, and for a refusal's body. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** How long a provider may keep silent before it says what it calls an answer. */
  private static final Duration NAME = Duration.ofSeconds(30);

  private final HttpGateway gateway;
  private final ModelRequest request;
  private final String key;
  private final ModelListener listener;
  private final Voice voice;
  private final Evidence evidence = new Evidence();
  private final Clock clock;
  private final long startedAt = System.nanoTime();
  private final ReentrantLock turn = new ReentrantLock();

  private volatile boolean cancelled;
  private volatile boolean concluded;

  /** The provider goes on with it when the connection is closed. */
  private volatile boolean detached;

  /** It is to be ended at the provider as soon as that has said what it calls it. */
  private volatile boolean unwanted;

  private volatile CompletableFuture<?> exchange;
  private volatile Flow.Subscription upstream;

  /** Where the provider goes on by itself; null when it does not. */
  private volatile String position;

  // Everything below is guarded by the lock.
  private Dialect dialect;
  private EventReader reader;
  private int sending;
  private boolean resent;
  private int retries;
  private Duration waited = Duration.ZERO;
  private boolean ended;
  private FinishReason finish;
  private Usage usage;
  private RefusalBody refusal;
  private long lastHeard = startedAt;

  UpstreamCall(
      HttpGateway gateway,
      ModelRequest request,
      String key,
      String position,
      ModelListener listener,
      Clock clock) {
    this.gateway = gateway;
    this.request = request;
    this.key = key;
    this.position = position;
    this.listener = listener;
    this.voice = new Voice(listener);
    this.clock = clock;
    this.dialect = gateway.dialect(request.model());
  }

  void start() {
    inTurn(UpstreamCall::send);
  }

  @Override
  public void cancel() {
    boolean first = !cancelled;
    if (first && !concluded && detached && position == null) {
      unwanted = true;
      cancelled = true;
      return;
    }
    leave();
    if (first && !concluded && position != null) {
      gateway.cancelUpstream(position, key);
    }
  }

  @Override
  public void leave() {
    cancelled = true;
    if (!concluded) {
      closeUpstream();
    }
    // Else the body's last bytes are let in, so that the connection can be used again; the sweep
    // sees to it.
  }

  @Override
  public Exchange exchange() {
    return evidence.exchange(gateway.settings(), request, key);
  }

  /** Called by the sweep. Skips a call that is being heard at this moment: it is not silent. */
  void keepTime(long now) {
    if (!turn.tryLock()) {
      return;
    }
    try {
      long silence = now - lastHeard;
      if (over() || finish != null) {
        if (silence > (unwanted ? NAME : LAST_WORDS).toNanos()) {
          conclude();
          closeUpstream();
        }
      } else if (refusal != null) {
        if (silence > LAST_WORDS.toNanos()) {
          closeUpstream();
          refused();
        }
      } else if (!voice.hasSpoken()) {
        if (now - startedAt > gateway.patience().firstToken().toNanos()) {
          fail(ProviderFailures.silent("nothing", gateway.patience().firstToken()));
        }
      } else if (silence > gateway.patience().idle().toNanos()) {
        fail(ProviderFailures.silent("no more", gateway.patience().idle()));
      }
    } catch (RuntimeException broken) {
      broken(broken);
    } finally {
      turn.unlock();
    }
  }

  private void send() {
    if (over()) {
      return;
    }
    int mine = ++sending;
    evidence.asked(dialect);
    gateway.opened(this);
    detached = gateway.protocol().isDetached(gateway.settings(), dialect);
    var sent = gateway.send(request, key, dialect, position, response -> answered(mine, response));
    exchange = sent;
    if (cancelled && !unwanted) {
      sent.cancel(true);
    }
    sent.whenComplete(
        (response, failure) -> {
          if (failure != null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            unlessCancelled(mine, () -> unanswered(cause));
          }
        });
  }

  /** Not on the thread that reads the network: the provider's address may have to be looked up. */
  private void sendAgain() {
    sending++;
    gateway.later(Duration.ZERO, this::start);
  }

  private BodySubscriber<Void> answered(int mine, ResponseInfo response) {
    turn.lock();
    try {
      if (mine != sending) {
        return HttpResponse.BodySubscribers.discarding();
      }
      lastHeard = System.nanoTime();
      evidence.answered(response);
      int status = response.statusCode();
      if (status >= 200 && status < 300) {
        gateway.learn(request.model(), dialect);
        if (response
            .headers()
            .firstValue("Content-Type")
            .orElse("")
            .startsWith("text/event-stream")) {
          inTurn(mine, voice::accept);
        }
        reader = gateway.protocol().reader(position);
        AnswerBody body = new AnswerBody(reader, this::heard);
        return new UpstreamBody(
            new CallBody(
                this,
                mine,
                evidence.andThen(body::feed),
                () -> {
                  body.end();
                  cutShort();
                }));
      }
      RefusalBody body =
          new RefusalBody(status, response.headers().firstValue("Retry-After").orElse(null));
      refusal = body;
      return new UpstreamBody(
          new CallBody(this, mine, evidence.andThen(body::feed), this::refused));
    } finally {
      turn.unlock();
    }
  }

  private void unanswered(Throwable cause) {
    if (over()) {
      gateway.closed(this);
      return;
    }
    if (ProviderFailures.connectionLost(cause) && !resent) {
      // Most likely a kept connection that the provider closed just when it was used again.
      resent = true;
      sendAgain();
      return;
    }
    fail(ProviderFailures.unreachable(cause));
  }

  private void refused() {
    if (over() || refusal == null) {
      return;
    }
    RefusalBody body = refusal;
    refusal = null;
    ProviderError error = ErrorParser.error(body.bytes());
    if (body.status() == 400 || body.status() == 422) {
      Dialect other = gateway.protocol().after(dialect, error);
      if (!other.equals(dialect)) {
        dialect = other;
        sendAgain();
        return;
      }
    }
    fail(ProviderFailures.refused(body.status(), error, body.retryAfter(), clock));
  }

  private void heard(Chunk chunk) {
    if (over()) {
      endUnwanted();
      return;
    }
    if (!chunk.saysNothing()) {
      lastHeard = System.nanoTime();
    }
    if (chunk.isDone()) {
      finish = finish == null ? FinishReason.STOP : finish;
      conclude();
      return;
    }
    if (chunk.error() == null || chunk.text() != null) {
      voice.accept();
    }
    if (chunk.reasoning() != null) {
      voice.reasoning(chunk.reasoning());
    }
    if (chunk.text() != null && !cancelled) {
      voice.text(chunk.text());
    }
    if (chunk.error() != null) {
      fail(ProviderFailures.inStream(chunk.error()));
      return;
    }
    usage = chunk.usage() != null ? chunk.usage() : usage;
    finish = chunk.finish() != null ? chunk.finish() : finish;
    if (voice.isWhole() && reader.position() != null && !over()) {
      position = reader.position();
      listener.position(position);
    }
  }

  private void endUnwanted() {
    if (unwanted && reader.position() != null) {
      unwanted = false;
      gateway.cancelUpstream(reader.position(), key);
      closeUpstream();
    }
  }

  /** The connection of this exchange is gone. */
  void breaks(int mine) {
    unlessCancelled(mine, this::cutShort);
  }

  private void unlessCancelled(int mine, Runnable action) {
    if (cancelled) {
      // Perhaps within cancel, which must not wait for whoever listens at this moment.
      gateway.closed(this);
    } else {
      inTurn(mine, action);
    }
  }

  private void cutShort() {
    if (refusal != null) {
      refused();
    } else if (over()) {
      gateway.closed(this);
    } else if (finish != null) {
      gateway.closed(this);
      conclude();
    } else {
      fail(ProviderFailures.brokeOff());
    }
  }

  private void conclude() {
    if (over()) {
      return;
    }
    ended = true;
    concluded = true;
    listener.finished(finish, usage);
  }

  private void fail(ProblemException failure) {
    if (over()) {
      return;
    }
    Optional<Duration> pause =
        voice.hasSpoken()
            ? Optional.empty()
            : gateway.patience().pause(retries, waited, failure, System.nanoTime() - startedAt);
    if (pause.isPresent()) {
      // What the exchange so far still says is not heard.
      sending++;
      finish = null;
      usage = null;
      retries++;
      waited = waited.plus(pause.get());
      closeUpstream();
      gateway.later(pause.get(), this::start);
      return;
    }
    ended = true;
    closeUpstream();
    listener.failed(failure);
  }

  private boolean over() {
    return ended || cancelled;
  }

  void closeUpstream() {
    gateway.closed(this);
    CompletableFuture<?> sent = exchange;
    if (sent != null) {
      sent.cancel(true);
    }
    Flow.Subscription subscription = upstream;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  /** False when this exchange is not the one that is heard, or nobody listens any more. */
  boolean begins(int mine, Flow.Subscription subscription) {
    turn.lock();
    try {
      if (mine != sending) {
        return false;
      }
      upstream = subscription;
      return !cancelled || unwanted;
    } finally {
      turn.unlock();
    }
  }

  void inTurn(int mine, Runnable action) {
    inTurn(
        call -> {
          if (call.sending == mine) {
            action.run();
          }
        });
  }

  private void inTurn(Consumer<UpstreamCall> action) {
    turn.lock();
    try {
      action.accept(this);
    } catch (RuntimeException broken) {
      broken(broken);
    } finally {
      turn.unlock();
    }
  }

  private void broken(RuntimeException cause) {
    if (cause instanceof ProblemException failure) {
      fail(failure);
      return;
    }
    LOG.log(Level.ERROR, "An answer was given up", Unquoted.of(cause));
    fail(new ProblemException(Problem.INTERNAL, "The answer could not be processed."));
  }
}
