package org.streamchat.stream.boundary;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.streamchat.stream.control.Tail;
import org.streamchat.stream.entity.Cursor;
import org.streamchat.stream.entity.Frame;

/**
 * One client connection that follows a tail. It has a cursor and at most one send under way; what
 * gathers meanwhile goes as one frame afterwards. At any moment at most one thread is at work here:
 * {@code signals} counts the reasons to look, and whoever raises it from zero does the work.
 */
final class Subscriber implements Tail.Reader {
  private static final long RECONNECT_MILLIS = 2_000;

  private final SseEventSink sink;
  private final Sse sse;
  private final Executor executor;
  private final Consumer<Subscriber> gone;
  private final AtomicInteger signals = new AtomicInteger(1);

  private volatile Tail tail;
  private long cursor;
  private long claimed;
  private boolean greeted;
  private boolean told;
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile boolean closed;
  private volatile boolean calling;
  private volatile boolean heartbeatDue;
  private volatile long lastSendNanos = System.nanoTime();
  private volatile boolean sending;

  Subscriber(SseEventSink sink, Sse sse, Executor executor, Consumer<Subscriber> gone) {
    this.sink = sink;
    this.sse = sse;
    this.executor = executor;
    this.gone = gone;
  }

  /** Begins to deliver; wakes that came before had no effect. */
  void start(Tail tail, long cursor) {
    this.cursor = cursor;
    this.claimed = cursor;
    this.tail = tail;
    if (closed) {
      tail.detach(this);
    }
    pump();
  }

  @Override
  public void wake() {
    if (signals.getAndIncrement() == 0) {
      execute();
    }
  }

  private void execute() {
    try {
      executor.execute(this::pump);
    } catch (RejectedExecutionException closing) {
      close();
    }
  }

  /** Sends what there is, until nothing is left or a send takes its time. */
  private void pump() {
    int seen = signals.get();
    while (!closed) {
      OutboundSseEvent event = next();
      if (event == null) {
        if (signals.compareAndSet(seen, 0)) {
          return;
        }
        seen = signals.get();
      } else if (!send(event)) {
        return;
      }
    }
  }

  private OutboundSseEvent next() {
    if (!greeted) {
      greeted = true;
      return sse.newEventBuilder().comment("").build();
    }
    Frame frame = tail.after(cursor);
    if (frame != null) {
      cursor = frame.seq();
      return event(frame);
    }
    if (tail.isEndedAt(cursor)) {
      close();
    } else if (heartbeatDue) {
      heartbeatDue = false;
      return sse.newEventBuilder().comment("").build();
    }
    return null;
  }

  private OutboundSseEvent event(Frame frame) {
    OutboundSseEvent.Builder event =
        sse.newEventBuilder()
            .name(frame.type())
            .mediaType(MediaType.TEXT_PLAIN_TYPE)
            .data(String.class, frame.data());
    if (!told) {
      told = true;
      event.reconnectDelay(RECONNECT_MILLIS);
    }
    if (frame.seq() > claimed) {
      claimed = frame.seq();
      event.id(new Cursor(tail.stream(), frame.seq()).toString());
    }
    return event.build();
  }

  /** False when the work goes on elsewhere, once the send is done. */
  private boolean send(OutboundSseEvent event) {
    CompletableFuture<?> sent;
    lastSendNanos = System.nanoTime();
    sending = true;
    calling = true;
    try {
      sent = sink.send(event).toCompletableFuture();
    } catch (RuntimeException left) {
      sent = CompletableFuture.failedFuture(left);
    }
    calling = false;
    if (closed) {
      closeSink();
      return false;
    }
    if (sent.isDone()) {
      sending = false;
      if (sent.isCompletedExceptionally()) {
        close();
      }
      return !closed;
    }
    sent.whenComplete(
        (done, failure) -> {
          sending = false;
          if (failure != null) {
            close();
          } else {
            execute();
          }
        });
    return false;
  }

  /** Keeps the connection alive after a silence. */
  void heartbeat(long nowNanos, long silenceNanos) {
    if (!sending && nowNanos - lastSendNanos >= silenceNanos) {
      heartbeatDue = true;
      wake();
    }
  }

  /** Cuts a client off that does not take what it is sent; it may resume by its cursor. */
  void cutIfStuck(long nowNanos, long limitNanos) {
    if (sending && nowNanos - lastSendNanos >= limitNanos) {
      close();
    }
  }

  /** Whether the server keeps the thread that sends. */
  boolean isHoldingUp(long nowNanos, long limitNanos) {
    return calling && nowNanos - lastSendNanos >= limitNanos;
  }

  /** A sink that keeps a thread might keep this one too: it is closed by the one it keeps. */
  void close() {
    closed = true;
    Tail followed = tail;
    if (followed != null) {
      followed.detach(this);
    }
    if (!calling) {
      closeSink();
    }
  }

  private void closeSink() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    gone.accept(this);
    try {
      sink.close();
    } catch (RuntimeException left) {
      // The client was faster.
    }
  }
}
