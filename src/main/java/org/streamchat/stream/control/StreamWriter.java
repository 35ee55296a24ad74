package org.streamchat.stream.control;

import java.util.ArrayList;
import java.util.HashMap;
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
import org.streamchat.stream.entity.Opening;

/**
 * The one writer of a stream. Nothing here blocks: what is written gathers until the {@link
 * GroupCommit} fetches it, so a slow log makes for larger appends, never for a slow provider.
 * Readers get to see an entry once the log holds it.
 *
 * <p>While the log is away the readers of this node are given what the log does not have. Should
 * another node take the stream over meanwhile, it knows nothing of that; so what runs ahead of the
 * log begins with a snapshot far above any number the log can have reached, where nobody can take
 * the one for a continuation of the other.
 */
public final class StreamWriter {
  /** Hears what others have decided about a stream. Calls must return quickly. */
  public interface Owner {
    /** Someone wants the stream to end. May come more than once. */
    void stopRequested();

    /** Another writer has taken the stream over: nothing that is written from now on counts. */
    void fenced();
  }

  /** More than a stream can have entries between one loss of the log and the next. */
  private static final long GAP = 1_000_000;

  /** More than all that one owner can use up, with what it leaves out. */
  private static final long ROOM = 1_000_000_000;

  private final String stream;
  private final long epoch;
  private final long before;
  private final Tail tail;
  private final Owner owner;
  private final Function<Map<String, String>, List<Draft>> seed;
  private final Consumer<StreamWriter> ready;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
  private final Map<String, SurrogateJoint> joints = new HashMap<>();
  private final Pending pending = new Pending();
  private List<Entry> inFlight = List.of();
  private long seq;
  private long length;
  private boolean fresh;
  private boolean open;
  private boolean lost;
  private boolean ahead;
  private boolean queued;
  private boolean awaited;
  private boolean taken;
  private boolean sealed;
  private boolean closed;
  private boolean abandoned;
  private volatile boolean released;

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
    this.before = opening.fresh() ? Math.max(opening.seq(), ownRoom()) : opening.seq();
    this.seq = before;
    this.fresh = opening.fresh();
    this.tail = tail;
    this.seed = seed;
    this.owner = owner;
    this.ready = ready;
    texts.forEach((type, text) -> this.texts.put(type, new StringBuilder(text)));
    this.length = texts.values().stream().mapToLong(String::length).sum();
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

  /** The number that this writer's first entry comes after. */
  long before() {
    return before;
  }

  /** Where the numbers begin that this owner alone may use without the log. */
  private long ownRoom() {
    return (epoch - 1) * ROOM;
  }

  Lease lease() {
    return new Lease(stream, epoch);
  }

  /**
   * Writes a piece of text of this type. A surrogate pair may be cut in two: its first half counts
   * once the second has come.
   */
  public void text(String type, String piece) {
    synchronized (this) {
      if (sealed || closed) {
        return;
      }
      String text = joints.computeIfAbsent(type, none -> new SurrogateJoint()).join(piece);
      if (text.isEmpty()) {
        return;
      }
      awaited = length == 0;
      queued &= !awaited;
      texts.computeIfAbsent(type, none -> new StringBuilder()).append(text);
      length += text.length();
      pending.text(type, text);
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

  /** Takes no more but the end, so that what {@link #text(String)} tells is final. */
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
    return length;
  }

  /**
   * Number of the newest entry written so far, the ones on their way included. These get higher
   * ones when the log is lost before it has them.
   */
  public synchronized long seq() {
    return seq + pending.count();
  }

  /** How many of the events written so far the log has not taken yet. */
  public synchronized long lag() {
    return inFlight.size() + pending.count();
  }

  /** How many entries this node holds of the stream, with those the log has not taken yet. */
  public long entries() {
    return tail.size() + lag();
  }

  /** Whether its newest piece of text is the first that its readers get to see. */
  synchronized boolean isAwaited() {
    return awaited;
  }

  /** Has this writer fetched from soon. */
  void announce() {
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
      queued = true;
    }
    // Even when it is queued: it may just be served by one who still believes the log to be away.
    ready.accept(this);
  }

  /** What is to be appended now; its fate must be told before there is more. Null for nothing. */
  synchronized Append take() {
    queued = false;
    if (taken || abandoned || ended.isDone()) {
      return null;
    }
    if (lost) {
      // Behind what a former owner may have written meanwhile, which the store remembers as its
      // own.
      seq = Math.max(seq, ownRoom());
      inFlight = seeded();
      lost = false;
      fresh = true;
    } else {
      inFlight = number(pending.drain());
    }
    taken = !inFlight.isEmpty();
    return taken ? new Append(stream, epoch, fresh, inFlight) : null;
  }

  /** The whole text so far, and every event that no reader has seen. */
  private List<Entry> seeded() {
    List<Draft> drafts = new ArrayList<>(seed.apply(copyOfTexts()));
    for (Entry entry : inFlight) {
      if (entry.form() == Form.EVENT || entry.form() == Form.END) {
        drafts.add(new Draft(entry.form(), entry.type(), entry.payload()));
      }
    }
    for (Draft draft : pending.drain()) {
      if (draft.form() == Form.EVENT || draft.form() == Form.END) {
        drafts.add(draft);
      }
    }
    return number(drafts);
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
      case KEPT -> kept();
      case STOP_REQUESTED -> {
        kept();
        owner.stopRequested();
      }
      case LOST -> {
        synchronized (this) {
          taken = false;
        }
        lost();
      }
      case FENCED -> abandon();
    }
  }

  private void kept() {
    boolean end;
    synchronized (this) {
      end = deliver(inFlight, false);
    }
    tell(end);
  }

  /** The log is away: what was taken, and all that waits, is for the readers of this node alone. */
  void keepUnlogged() {
    boolean end;
    synchronized (this) {
      queued = false;
      lost = true;
      if (abandoned || (!taken && pending.count() == 0)) {
        return;
      }
      if (ahead && !taken) {
        end = deliver(number(pending.drain()), true);
      } else {
        seq = Math.max(seq, ownRoom()) + GAP;
        end = deliver(seeded(), true);
      }
    }
    tell(end);
  }

  /** Under the lock, so that nothing is delivered any more once the stream has been abandoned. */
  private boolean deliver(List<Entry> entries, boolean unlogged) {
    taken = false;
    inFlight = List.of();
    if (abandoned) {
      return false;
    }
    ahead = unlogged;
    fresh = false;
    open = true;
    tail.add(entries);
    return !entries.isEmpty() && entries.get(entries.size() - 1).isEnd();
  }

  private void tell(boolean end) {
    tail.wake();
    if (end) {
      ended.complete(null);
    }
  }

  void askToStop() {
    owner.stopRequested();
  }

  /** Writes nothing from now on: another writer is at work, or is to be. */
  public void abandon() {
    synchronized (this) {
      if (abandoned || ended.isDone()) {
        return;
      }
      abandoned = true;
      closed = true;
      lost = false;
      taken = false;
      inFlight = List.of();
      pending.drain();
    }
    owner.fenced();
  }

  /** Whether the readers of this node have been given what the log does not have. */
  synchronized boolean isAhead() {
    return ahead;
  }

  /** The right to write is given up: it is not to be renewed. */
  void release() {
    released = true;
  }

  /** Whether the log has been begun and has not ended, and this is to write it further. */
  synchronized boolean isOpen() {
    return open && !abandoned && !released && !ended.isDone();
  }

  /** Whether the end is on its way. */
  synchronized boolean isEnding() {
    return closed && !abandoned && !ended.isDone();
  }

  boolean isEnded() {
    return ended.isDone();
  }
}
