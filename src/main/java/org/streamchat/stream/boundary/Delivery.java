package org.streamchat.stream.boundary;

import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.stream.control.DeliveryThreads;
import org.streamchat.stream.control.StreamSettings;
import org.streamchat.stream.control.Streams;
import org.streamchat.stream.control.Tail;
import org.streamchat.stream.entity.Cursor;

/** Delivers streams to server-sent event connections. */
public final class Delivery {
  private static final Duration OVERLOAD_PAUSE = Duration.ofSeconds(5);

  /** How long a send may keep its thread until others make up for it. */
  static final Duration HOLD_UP = Duration.ofMillis(200);

  private final Streams streams;
  private final StreamSettings settings;
  private final DeliveryThreads threads;
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();

  public Delivery(Streams streams, StreamSettings settings, DeliveryThreads threads) {
    this.streams = streams;
    this.settings = settings;
    this.threads = threads;
  }

  /**
   * Sends everything after the cursor, then what comes, and closes the sink after the stream's end.
   * Returns at once; the connection's end, whoever brings it about, is no matter to the stream.
   *
   * @throws ProblemException OVERLOADED or LOG_UNAVAILABLE, before the sink has been touched
   */
  public void follow(Cursor cursor, SseEventSink sink, Sse sse) {
    Subscriber subscriber = subscriber(sink, sse);
    Tail tail = streams.follow(cursor.stream(), subscriber);
    start(subscriber, tail, cursor);
  }

  /** The same for a tail that does not grow any more. */
  public void replay(Tail tail, Cursor cursor, SseEventSink sink, Sse sse) {
    start(subscriber(sink, sse), tail, cursor);
  }

  private Subscriber subscriber(SseEventSink sink, Sse sse) {
    if (subscribers.size() >= settings.maxFollowers()) {
      throw new ProblemException(
              Problem.OVERLOADED, "Too many connections follow answers. Try again.")
          .retryAfterSeconds(OVERLOAD_PAUSE.toSeconds());
    }
    return new Subscriber(sink, sse, threads.executor(), subscribers::remove);
  }

  private void start(Subscriber subscriber, Tail tail, Cursor cursor) {
    subscribers.add(subscriber);
    subscriber.start(tail, cursor.seq());
  }

  /**
   * To be called every {@link StreamSettings#TICK}: heartbeats, and an end to connections that are
   * stuck.
   */
  public void tick() {
    long now = System.nanoTime();
    for (Subscriber subscriber : subscribers) {
      subscriber.heartbeat(now, settings.heartbeat().toNanos());
      subscriber.cutIfStuck(now, settings.writeLimit().toNanos());
    }
  }

  /** To be called every {@link #HOLD_UP}: others deliver instead of threads that are held up. */
  public void relieve() {
    long now = System.nanoTime();
    int heldUp = 0;
    for (Subscriber subscriber : subscribers) {
      if (subscriber.isHoldingUp(now, HOLD_UP.toNanos())) {
        heldUp++;
      }
    }
    threads.makeUpFor(heldUp);
  }

  public int followers() {
    return subscribers.size();
  }

  /** Ends all connections; clients come back by themselves. */
  public void close() {
    subscribers.forEach(Subscriber::close);
  }
}
