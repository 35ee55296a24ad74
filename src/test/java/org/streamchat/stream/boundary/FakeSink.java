package org.streamchat.stream.boundary;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.streamchat.stream.Page;
import org.streamchat.stream.boundary.FakeSse.Event;

/** A connection whose client is a page, and which is as slow as it is told to be. */
final class FakeSink implements SseEventSink {
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger closes = new AtomicInteger();
  private final Page page;
  private volatile boolean slow;
  private boolean failing;
  private volatile boolean overlapped;
  private volatile boolean closedTooSoon;
  private volatile CountDownLatch blocked = new CountDownLatch(0);
  private final AtomicReference<CompletableFuture<Void>> pending = new AtomicReference<>();

  FakeSink(Page page) {
    this.page = page;
  }

  FakeSink() {
    this(new Page());
  }

  /** From now on a send completes only with {@link #complete()}. */
  FakeSink slow() {
    slow = true;
    return this;
  }

  /** From now on the caller's thread is kept until {@link #unblock()}. */
  FakeSink blocking() {
    blocked = new CountDownLatch(1);
    return this;
  }

  void unblock() {
    blocked.countDown();
  }

  /** The client has gone, which the next send finds out; nothing reaches the page any more. */
  synchronized void fail() {
    failing = true;
  }

  /** Completes the send that is under way, if there is one. */
  void complete() {
    CompletableFuture<Void> current = pending.getAndSet(null);
    if (current != null) {
      underWay.decrementAndGet();
      current.complete(null);
    }
  }

  boolean isSending() {
    return underWay.get() > 0;
  }

  @Override
  public CompletionStage<?> send(OutboundSseEvent event) {
    if (isClosed()) {
      throw new IllegalStateException("closed");
    }
    if (underWay.incrementAndGet() > 1) {
      overlapped = true;
    }
    try {
      blocked.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    if (!reaches((Event) event)) {
      underWay.decrementAndGet();
      return CompletableFuture.failedFuture(new IllegalStateException("broken pipe"));
    }
    if (!slow) {
      underWay.decrementAndGet();
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> sent = new CompletableFuture<>();
    pending.set(sent);
    return sent;
  }

  private synchronized boolean reaches(Event event) {
    if (failing) {
      return false;
    }
    events.add(event);
    if (!event.isComment()) {
      String id = event.id();
      long seq = id == null ? 0 : Long.parseLong(id.substring(id.indexOf(':') + 1));
      page.receive(seq, event.name(), (String) event.data());
    }
    return true;
  }

  @Override
  public boolean isClosed() {
    return closes.get() > 0;
  }

  @Override
  public void close() {
    closedTooSoon = closedTooSoon || isSending();
    closes.incrementAndGet();
  }

  Page page() {
    return page;
  }

  List<Event> events() {
    return events;
  }

  /** What came after the greeting, comments left out. */
  List<Event> frames() {
    return events.stream().filter(event -> !event.isComment()).toList();
  }

  long comments() {
    return events.stream().filter(Event::isComment).count();
  }

  /** Whether a send began while another one was under way. */
  boolean hasOverlapped() {
    return overlapped;
  }

  boolean wasClosedDuringASend() {
    return closedTooSoon;
  }
}
