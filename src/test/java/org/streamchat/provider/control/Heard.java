package org.streamchat.provider.control;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;

/** Notes down what a gateway says, and whether it keeps to the rules of {@link ModelListener}. */
final class Heard implements ModelListener {
  // Read by the test while it is written.
  private final StringBuffer text = new StringBuffer();
  private final StringBuffer reasoning = new StringBuffer();
  private final List<String> pieces = new CopyOnWriteArrayList<>();
  private final List<String> breaches = new CopyOnWriteArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();
  private final CompletableFuture<Heard> end = new CompletableFuture<>();
  private final CompletableFuture<Heard> begun = new CompletableFuture<>();
  private volatile boolean accepted;
  volatile String position;
  volatile String textAtPosition = "";
  volatile FinishReason finish;
  volatile Usage usage;
  volatile ProblemException failure;

  @Override
  public void accepted() {
    hear(
        () -> {
          note(accepted, "accepted twice");
          note(!pieces.isEmpty(), "accepted after text");
          accepted = true;
        });
  }

  @Override
  public void text(String piece) {
    hear(
        () -> {
          note(!accepted, "text before accepted");
          note(piece.isEmpty(), "an empty piece");
          pieces.add(piece);
          text.append(piece);
        });
    begun.complete(this);
  }

  @Override
  public void reasoning(String piece) {
    hear(
        () -> {
          note(!accepted, "reasoning before accepted");
          reasoning.append(piece);
        });
  }

  @Override
  public void position(String position) {
    hear(
        () -> {
          this.position = position;
          textAtPosition = text.toString();
        });
  }

  @Override
  public void finished(FinishReason reason, Usage usage) {
    hear(
        () -> {
          note(!accepted, "finished before accepted");
          this.finish = reason;
          this.usage = usage;
        });
    end.complete(this);
  }

  @Override
  public void failed(ProblemException failure) {
    hear(() -> this.failure = failure);
    end.complete(this);
  }

  boolean wasAccepted() {
    return accepted;
  }

  boolean ended() {
    return end.isDone();
  }

  String text() {
    return text.toString();
  }

  String reasoning() {
    return reasoning.toString();
  }

  List<String> pieces() {
    return pieces;
  }

  /** Waits for the end. */
  Heard end() throws Exception {
    end.get(10, TimeUnit.SECONDS);
    if (!breaches.isEmpty()) {
      throw new AssertionError(breaches);
    }
    return this;
  }

  /** Waits for the first text. */
  Heard begun() throws Exception {
    return begun.get(10, TimeUnit.SECONDS);
  }

  List<String> breaches() {
    return breaches;
  }

  private void hear(Runnable call) {
    note(inside.incrementAndGet() != 1, "two calls at once");
    note(end.isDone(), "a call after the end");
    call.run();
    inside.decrementAndGet();
  }

  private void note(boolean breach, String rule) {
    if (breach) {
      breaches.add(rule);
    }
  }
}
