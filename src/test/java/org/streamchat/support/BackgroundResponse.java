package org.streamchat.support;

import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An answer in the words of OpenAI's Responses that the model makes by itself, whether anyone
 * listens or not.
 */
final class BackgroundResponse {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(100);

  private final String id;
  private final List<String> events = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private boolean ended;

  BackgroundResponse(String id) {
    this.id = id;
    add("response.created", JSON.createObjectBuilder().add("response", described("queued")));
  }

  String id() {
    return id;
  }

  /** Says these tokens, one every {@code pace}, unless it is cancelled. */
  void make(List<String> tokens, Duration pace) {
    try {
      for (String token : tokens) {
        if (isOver(pace)) {
          return;
        }
        add("response.output_text.delta", JSON.createObjectBuilder().add("delta", token));
      }
      JsonObjectBuilder usage =
          JSON.createObjectBuilder().add("input_tokens", 5).add("output_tokens", tokens.size());
      end("completed", described("completed").add("usage", usage));
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  void cancel() {
    end("cancelled", described("cancelled"));
  }

  private JsonObjectBuilder described(String status) {
    return JSON.createObjectBuilder().add("id", id).add("background", true).add("status", status);
  }

  private void end(String status, JsonObjectBuilder response) {
    lock.lock();
    try {
      if (!ended) {
        add("response." + status, JSON.createObjectBuilder().add("response", response));
        ended = true;
      }
    } finally {
      lock.unlock();
    }
  }

  private void add(String type, JsonObjectBuilder members) {
    lock.lock();
    try {
      events.add(
          members.add("type", type).add("sequence_number", events.size()).build().toString());
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver(Duration pace) throws InterruptedException {
    lock.lock();
    try {
      long left = pace.toNanos();
      while (left > 0 && !ended) {
        left = grown.awaitNanos(left);
      }
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** The event of this number, waited for for a moment; null when there is none yet. */
  String event(int number) {
    lock.lock();
    try {
      if (number >= events.size() && !ended) {
        grown.awaitNanos(MOMENT);
      }
      return number < events.size() ? events.get(number) : null;
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is nothing behind this number and never will be. */
  boolean isEndedBefore(int number) {
    lock.lock();
    try {
      return ended && number >= events.size();
    } finally {
      lock.unlock();
    }
  }
}
