package org.streamchat.stream.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.streamchat.stream.control.StreamLog.Append;
import org.streamchat.stream.control.StreamLog.Lease;
import org.streamchat.stream.control.StreamLog.Verdict;
import org.streamchat.stream.entity.Draft;
import org.streamchat.stream.entity.Entry;
import org.streamchat.stream.entity.Entry.Form;

/**
 * The one writer of a stream. Nothing here blocks: what is written gathers until the {@link
 * GroupCommit} fetches it, so a slow log makes for larger appends, never for a slow provider.
 * Readers get to see an entry once the log holds it.
 */
public final class StreamWriter {
  /** Hears what others have decided about a stream. Calls must return quickly. */
  public interface Owner {
    /** Someone wants the stream to end. May come more than once. */
    void stopRequested();

    /** Another writer has taken the stream over: nothing that is written from now on counts. */
    void fenced();
  }

  /** Where and how a stream is to be written. */
  public record Opening(String stream, long epoch, long seq, boolean fresh, List<Draft> drafts) {}

  private final String stream;
  private final long epoch;
  private final Tail tail;
  private final Owner owner;
  private final Function<Map<String, String>, List<Draft>> seed;
  private final Consumer<StreamWriter> ready;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
  private final Pending pending = new Pending();
  private List<Entry> inFlight = List.of();
  private long seq;
  private boolean fresh;
  private boolean open;
  private boolean lost;
  private boolean queued;
  private boolean sealed;
  private boolean closed;

  /**
   * @param texts what the stream's text is so far, by type
   * @param seed makes the entries that a lost log begins anew with, the first of them a snapshot,
   *     from the texts
   * @param ready is told when there is something to {@link #take()}
   */
  StreamWriter(
      Opening opening,
      Tail tail,
      Map<String, String> texts,
      Function<Map<String, String>, List<Draft>> seed,
      Owner owner,
      Consumer<StreamWriter> ready) {
    this.stream = opening.stream();
    this.epoch = opening.epoch();
    this.seq = opening.seq();
    this.fresh = opening.fresh();
    this.tail = tail;
    this.seed = seed;
    this.owner = owner;
    this.ready = ready;
    texts.forEach((type, text) -> this.texts.put(type, new StringBuilder(text)));
    opening.drafts().forEach(pending::add);
  }

  public String stream() {
    return stream;
  }

  public long epoch() {
    return epoch;
  }

  Tail tail() {
    return tail;
  }

  Lease lease() {
    return new Lease(stream, epoch);
  }

  /** Writes a piece of text of this type. */
  public void text(String type, String piece) {
    synchronized (this) {
      if (sealed || closed || piece.isEmpty()) {
        return;
      }
      texts.computeIfAbsent(type, none -> new StringBuilder()).append(piece);
      pending.text(type, piece);
    }
    announce();
  }

  /** Writes an event of its own. */
  public void event(String type, String json) {
    write(Draft.event(type, json));
  }

  /**
   * Writes the last entry; nothing after it counts.
   *
   * @return completes when readers can see it; never, when the stream has been taken over
   */
  public CompletionStage<Void> end(String type, String json) {
    write(Draft.end(type, json));
    return ended;
  }

  /**
   * Takes no more but the end, so that what {@link #text(String)} and {@link #seq()} tell is final.
   */
  public synchronized void seal() {
    sealed = true;
  }

  private void write(Draft draft) {
    synchronized (this) {
      boolean end = draft.form() == Form.END;
      if (closed || (sealed && !end)) {
        return;
      }
      pending.add(draft);
      closed = end;
    }
    announce();
  }

  /** All text of this type, from the beginning of the message on, delivered or not. */
  public synchronized String text(String type) {
    StringBuilder text = texts.get(type);
    return text == null ? "" : text.toString();
  }

  /** Characters of all types together. */
  public synchronized long length() {
    return texts.values().stream().mapToLong(StringBuilder::length).sum();
  }

  /** Number of the newest entry written so far, the ones on their way included. */
  public synchronized long seq() {
    return seq + pending.count();
  }

  private void announce() {
    synchronized (this) {
      if (queued) {
        return;
      }
      queued = true;
    }
    ready.accept(this);
  }

  /**
   * The log is to be begun anew: it is not there, or lacks what the readers of this node have been
   * given.
   */
  void lost() {
    synchronized (this) {
      lost = true;
    }
    announce();
  }

  /** What is to be appended now; the same again until its fate is told. Null for nothing. */
  synchronized Append take() {
    queued = false;
    if (lost && !ended.isDone()) {
      reseed();
    } else if (inFlight.isEmpty()) {
      inFlight = number(pending.drain());
    }
    return inFlight.isEmpty() ? null : new Append(stream, epoch, fresh, inFlight);
  }

  private void reseed() {
    List<Draft> drafts = new ArrayList<>(seed.apply(copyOfTexts()));
    for (Entry entry : inFlight) {
      if (entry.form() == Form.EVENT || entry.form() == Form.END) {
        drafts.add(new Draft(entry.form(), entry.type(), entry.payload()));
      }
    }
    pending.drainAll().stream().filter(draft -> draft.form() != Form.TEXT).forEach(drafts::add);
    inFlight = number(drafts);
    lost = false;
    fresh = true;
  }

  private List<Entry> number(List<Draft> drafts) {
    List<Entry> entries = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      entries.add(draft.at(++seq));
    }
    return entries;
  }

  private Map<String, String> copyOfTexts() {
    Map<String, String> copy = new LinkedHashMap<>();
    texts.forEach((type, text) -> copy.put(type, text.toString()));
    return copy;
  }

  /** Tells the fate of what was taken last. */
  void settle(Verdict verdict) {
    switch (verdict) {
      case KEPT -> kept(false);
      case STOP_REQUESTED -> {
        kept(false);
        owner.stopRequested();
      }
      case LOST -> lost();
      case FENCED -> abandon();
    }
  }

  /** The log is away: what was taken, and all that waits, is for the readers of this node alone. */
  void keepUnlogged() {
    synchronized (this) {
      queued = false;
      List<Entry> all = new ArrayList<>(inFlight);
      all.addAll(number(pending.drain()));
      inFlight = all;
    }
    kept(true);
  }

  private void kept(boolean unlogged) {
    List<Entry> entries;
    boolean more;
    synchronized (this) {
      entries = inFlight;
      inFlight = List.of();
      fresh = false;
      open = true;
      lost |= unlogged;
      more = !unlogged && (lost || pending.count() > 0);
    }
    if (!entries.isEmpty()) {
      tail.append(entries);
      if (entries.get(entries.size() - 1).isEnd()) {
        ended.complete(null);
      }
    }
    if (more) {
      announce();
    }
  }

  void askToStop() {
    owner.stopRequested();
  }

  /** Writes nothing from now on: another writer is at work, or is to be. */
  public void abandon() {
    synchronized (this) {
      closed = true;
      lost = false;
      inFlight = List.of();
      pending.drainAll();
    }
    owner.fenced();
  }

  /** Whether the log has been begun, and has not ended. */
  synchronized boolean isOpen() {
    return open && !ended.isDone();
  }

  boolean isEnded() {
    return ended.isDone();
  }
}
