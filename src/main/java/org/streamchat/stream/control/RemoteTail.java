package org.streamchat.stream.control;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.streamchat.stream.entity.Draft;
import org.streamchat.stream.entity.Entry;

/** Follows a log that another node writes, or that nobody writes any more. */
final class RemoteTail {
  private static final int CHUNK = 500;

  private final StreamLog log;
  private final Tail tail;
  private final AtomicBoolean polling = new AtomicBoolean();
  private volatile int silentPolls;

  RemoteTail(StreamLog log, Tail tail) {
    this.log = log;
    this.tail = tail;
  }

  Tail tail() {
    return tail;
  }

  /** Reads what is new in the log; a caller that finds another one at it returns at once. */
  void poll() {
    if (tail.isEnded() || !polling.compareAndSet(false, true)) {
      return;
    }
    try {
      silentPolls++;
      List<Entry> entries;
      do {
        entries = log.read(tail.stream(), tail.lastSeq(), CHUNK);
        List<Entry> next = following(entries);
        if (!next.isEmpty()) {
          silentPolls = 0;
          tail.append(next);
        }
      } while (entries.size() == CHUNK);
    } finally {
      polling.set(false);
    }
  }

  /** A log that was begun anew shows its snapshot first; until it is there nothing can be read. */
  private List<Entry> following(List<Entry> entries) {
    List<Entry> next = new ArrayList<>(entries.size());
    long seen = tail.lastSeq();
    for (Entry entry : entries) {
      if (entry.follows(seen)) {
        next.add(entry);
        seen = entry.seq();
      }
    }
    return next;
  }

  /** How many polls in a row have found nothing. */
  int silentPolls() {
    return silentPolls;
  }

  /** Ends the tail with what is known from elsewhere; numbers go on above {@code least}. */
  void conclude(long least, List<Draft> drafts) {
    if (!polling.compareAndSet(false, true)) {
      return;
    }
    try {
      if (!tail.isEnded()) {
        long seq = Math.max(least, tail.lastSeq());
        List<Entry> entries = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
          entries.add(draft.at(++seq));
        }
        tail.append(entries);
      }
    } finally {
      polling.set(false);
    }
  }
}
