package org.streamchat.stream.control;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.streamchat.stream.control.StreamLog.Position;
import org.streamchat.stream.entity.Entry;

/** Follows a log that another node writes, or that nobody writes any more. */
final class RemoteTail {
  private static final int CHUNK = 500;

  private final Tail tail;
  private final AtomicBoolean due = new AtomicBoolean();
  private volatile boolean hinted;
  private volatile boolean watched;
  private volatile long behindHole;
  private long seqAtLastLook = -1;
  private long newestAtLastDoubt;
  private int silentLooks;

  RemoteTail(Tail tail) {
    this.tail = tail;
  }

  Tail tail() {
    return tail;
  }

  /** Whether the caller is to have it read; false when that is about to happen anyway. */
  boolean markDue() {
    return due.compareAndSet(false, true);
  }

  /** Someone is going to read it now; what is hinted at from now on is another reading's. */
  void takeUp() {
    due.set(false);
  }

  void hinted() {
    hinted = true;
  }

  Position position() {
    return new Position(tail.stream(), tail.lastSeq());
  }

  /**
   * Takes what was read from this position on; any number may do so at once.
   *
   * @return whether the tail has come past the position, through this or another reading
   */
  boolean take(Position position, List<Entry> entries) {
    List<Entry> next = following(entries);
    if (!next.isEmpty()) {
      tail.append(next);
    }
    return tail.lastSeq() > position.after();
  }

  /** Up to a hole, unless a snapshot comes behind it. */
  private List<Entry> following(List<Entry> entries) {
    List<Entry> next = new ArrayList<>(entries.size());
    long seen = tail.lastSeq();
    long hole = 0;
    for (Entry entry : entries) {
      if (entry.follows(seen)) {
        next.add(entry);
        seen = entry.seq();
        hole = 0;
      } else if (hole == 0 && entry.seq() > seen) {
        hole = entry.seq();
      }
    }
    if (hole > 0) {
      behindHole = hole;
    }
    return next;
  }

  /** Has a log that cannot be read any further, because entries are missing, begun anew. */
  void giveUpIfHoled(StreamLog log) {
    if (behindHole > tail.lastSeq()) {
      log.giveUp(tail.stream(), behindHole);
      behindHole = 0;
    }
  }

  /** Reads all that is new; whoever returns from here has what the log had at the call. */
  void poll(StreamLog log) {
    boolean more = !tail.isEnded();
    while (more) {
      Position position = position();
      List<Entry> entries = log.read(tail.stream(), position.after(), CHUNK);
      more = take(position, entries) && entries.size() == CHUNK;
    }
    giveUpIfHoled(log);
  }

  /** Whether this node is told of its growth. */
  void watched() {
    watched = true;
  }

  /** To be called once in a while, by one thread. */
  void look() {
    long seq = tail.lastSeq();
    boolean grown = seq > seqAtLastLook;
    if (grown && !hinted && seqAtLastLook >= 0) {
      watched = false;
    }
    silentLooks = grown ? 0 : silentLooks + 1;
    seqAtLastLook = seq;
    hinted = false;
  }

  /** Whether it grows without this node being told. */
  boolean isUnwatched() {
    return !watched;
  }

  /** Whether the log grows, as its newest number tells, without coming to what it once had. */
  boolean isRewound(long newest) {
    boolean grown = newestAtLastDoubt > 0 && newest > newestAtLastDoubt;
    newestAtLastDoubt = newest;
    return grown && newest < tail.lastSeq();
  }

  /** How many looks in a row have found no growth. */
  int silentLooks() {
    return silentLooks;
  }
}
