package org.streamchat.provider.control;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.ModelRequest;
import org.streamchat.provider.entity.Usage;

/**
 * One question and its answer. The network's threads and the sweep take turns by a lock that is
 * never waited for while something slow happens; {@link #cancel} takes no lock at all.
 */
final class OpenAiChatCall implements ModelCall {
  private static final Logger LOG = System.getLogger(OpenAiChatCall.class.getName());

  /**
   * How long the end of an answer is waited for once its last word has come: usage, [DONE], the
   * body's end.
   */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** How long the body of a refusal is waited for. */
  private static final Duration REFUSAL = Duration.ofSeconds(2);

  private final OpenAiChatGateway gateway;
  private final ModelRequest request;
  private final ModelListener listener;
  private final Clock clock;
  private final long startedAt = System.nanoTime();
  private final ReentrantLock turn = new ReentrantLock();

  private volatile boolean cancelled;
  private volatile boolean concluded;
  private volatile CompletableFuture<?> exchange;
  private volatile Flow.Subscription upstream;

  // Everything below is guarded by the lock.
  private ChatRequest.Dialect dialect;
  private boolean resent;
  private boolean accepted;
  private boolean spoken;
  private boolean ended;
  private FinishReason finish;
  private Usage usage;
  private char half;
  private RefusalBody refusal;
  private long lastHeard = startedAt;

  OpenAiChatCall(
      OpenAiChatGateway gateway, ModelRequest request, ModelListener listener, Clock clock) {
    this.gateway = gateway;
    this.request = request;
    this.listener = listener;
    this.clock = clock;
    this.dialect = gateway.dialect();
  }

  void start() {
    inTurn(call -> call.send());
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (!concluded) {
      closeUpstream();
    }
    // Else the body's last bytes are let in, so that the connection can be used again; the sweep
    // sees to it.
  }

  /** Called by the sweep. Skips a call that is being heard at this moment: it is not silent. */
  void keepTime(long now) {
    if (!turn.tryLock()) {
      return;
    }
    try {
      if (ended || cancelled) {
        if (now - lastHeard > LAST_WORDS.toNanos()) {
          closeUpstream();
        }
      } else if (finish != null) {
        if (now - lastHeard > LAST_WORDS.toNanos()) {
          conclude();
          closeUpstream();
        }
      } else if (refusal != null) {
        if (now - lastHeard > REFUSAL.toNanos()) {
          closeUpstream();
          refused();
        }
      } else if (!spoken) {
        if (now - startedAt > gateway.firstTokenTimeout().toNanos()) {
          fail(ProviderFailures.silent("nothing", gateway.firstTokenTimeout()));
        }
      } else if (now - lastHeard > gateway.idleTimeout().toNanos()) {
        fail(ProviderFailures.silent("no more", gateway.idleTimeout()));
      }
    } catch (RuntimeException broken) {
      broken(broken);
    } finally {
      turn.unlock();
    }
  }

  private void send() {
    gateway.opened(this);
    CompletableFuture<HttpResponse<Void>> sent =
        gateway.client().sendAsync(gateway.request(request, dialect), this::answered);
    exchange = sent;
    if (cancelled) {
      sent.cancel(true);
    }
    sent.whenComplete(
        (response, failure) -> {
          if (failure != null) {
            inTurn(
                call ->
                    call.unanswered(
                        failure instanceof CompletionException ? failure.getCause() : failure));
          }
        });
  }

  private BodySubscriber<Void> answered(ResponseInfo response) {
    turn.lock();
    try {
      lastHeard = System.nanoTime();
      int status = response.statusCode();
      if (status >= 200 && status < 300) {
        gateway.learn(dialect);
        if (response
            .headers()
            .firstValue("Content-Type")
            .orElse("")
            .startsWith("text/event-stream")) {
          accept();
        }
        AnswerBody body = new AnswerBody(this::heard);
        return new Body(body::feed, () -> answerEnded(body));
      }
      RefusalBody body =
          new RefusalBody(status, response.headers().firstValue("Retry-After").orElse(null));
      refusal = body;
      return new Body(body::feed, this::refused);
    } finally {
      turn.unlock();
    }
  }

  private void unanswered(Throwable cause) {
    if (over()) {
      closed();
      return;
    }
    boolean connectionLost =
        cause instanceof IOException
            && !(cause instanceof ConnectException)
            && !(cause instanceof HttpTimeoutException)
            && !(cause instanceof SSLException);
    if (connectionLost && !resent) {
      // Most likely a kept connection that the provider closed just when it was used again.
      resent = true;
      send();
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
    ProviderError error = ChunkParser.error(body.bytes());
    if (body.status() == 400) {
      ChatRequest.Dialect other = dialect.after(error);
      if (!other.equals(dialect)) {
        dialect = other;
        send();
        return;
      }
    }
    fail(ProviderFailures.refused(body.status(), error, body.retryAfter(), clock));
  }

  @SuppressWarnings(
      "ReferenceEquality") // DONE is a mark, no provider's chunk is equal to it by chance
  private void heard(Chunk chunk) {
    if (over()) {
      return;
    }
    lastHeard = System.nanoTime();
    if (chunk == AnswerBody.DONE) {
      finish = finish == null ? FinishReason.STOP : finish;
      conclude();
      return;
    }
    if (chunk.error() != null) {
      fail(ProviderFailures.inStream(chunk.error()));
      return;
    }
    accept();
    if (chunk.reasoning() != null) {
      spoken = true;
      listener.reasoning(chunk.reasoning());
    }
    if (chunk.text() != null && !cancelled) {
      spoken = true;
      text(chunk.text());
    }
    if (chunk.usage() != null) {
      usage = chunk.usage();
    }
    if (chunk.finish() != null) {
      finished(chunk.finish());
    }
  }

  private void finished(String word) {
    switch (word) {
      case "length", "max_tokens" -> finish = FinishReason.LENGTH;
      case "content_filter" -> finish = FinishReason.CONTENT_FILTER;
      case "error" -> fail(ProviderFailures.inStream(ProviderError.UNREADABLE));
      default -> finish = FinishReason.STOP;
    }
  }

  /**
   * Passes text on, but never half a character: some providers cut between the two surrogates of
   * one.
   */
  private void text(String piece) {
    String whole = half == 0 ? piece : half + piece;
    half = whole.charAt(whole.length() - 1);
    if (!Character.isHighSurrogate(half)) {
      half = 0;
      listener.text(whole);
    } else if (whole.length() > 1) {
      listener.text(whole.substring(0, whole.length() - 1));
    }
  }

  private void answerEnded(AnswerBody body) {
    body.end();
    cutShort();
  }

  private void bodyBroke() {
    if (refusal != null) {
      refused();
    } else {
      cutShort();
    }
  }

  private void cutShort() {
    if (over()) {
      closed();
    } else if (finish != null) {
      closed();
      conclude();
    } else {
      fail(ProviderFailures.brokeOff());
    }
  }

  private void accept() {
    if (!accepted && !over()) {
      accepted = true;
      inTurn(call -> listener.accepted());
    }
  }

  private void conclude() {
    ended = true;
    concluded = true;
    listener.finished(finish, usage);
  }

  private void fail(ProblemException failure) {
    if (!over()) {
      ended = true;
      closeUpstream();
      listener.failed(failure);
    }
  }

  private boolean over() {
    return ended || cancelled;
  }

  void closeUpstream() {
    closed();
    CompletableFuture<?> sent = exchange;
    if (sent != null) {
      sent.cancel(true);
    }
    Flow.Subscription subscription = upstream;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  private void closed() {
    gateway.closed(this);
  }

  private void inTurn(Consumer<OpenAiChatCall> action) {
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
    // Not the exception itself: its message may quote the answer.
    LOG.log(
        Level.ERROR,
        "An answer was given up: {0} at {1}",
        cause.getClass().getName(),
        cause.getStackTrace()[0]);
    fail(new ProblemException(Problem.INTERNAL, "The answer could not be processed."));
  }

  /** Lets the network go on as fast as the bytes are taken. */
  private final class Body implements BodySubscriber<Void> {
    private final Consumer<ByteBuffer> bytes;
    private final Runnable end;
    private Flow.Subscription subscription;

    Body(Consumer<ByteBuffer> bytes, Runnable end) {
      this.bytes = bytes;
      this.end = end;
    }

    @Override
    public CompletionStage<Void> getBody() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
      upstream = subscription;
      if (cancelled) {
        subscription.cancel();
      } else {
        subscription.request(1);
      }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      inTurn(call -> buffers.forEach(bytes));
      subscription.request(1);
    }

    @Override
    public void onError(Throwable cause) {
      inTurn(OpenAiChatCall::bodyBroke);
    }

    @Override
    public void onComplete() {
      inTurn(call -> end.run());
    }
  }
}
