package org.streamchat.stream.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.streamchat.stream.entity.Draft;
import org.streamchat.stream.entity.Entry;
import org.streamchat.stream.entity.Entry.Form;
import org.streamchat.stream.entity.Frame;
import org.streamchat.stream.entity.JsonText;

/**
 * A log as this node holds it in memory, from its first entry to the newest that the log has
 * acknowledged. Any number of readers share it; none of them takes anything out of it or waits in
 * it.
 */
public final class Tail {
  private static final Logger LOG = System.getLogger(Tail.class.getName());

  /** The most characters of text in one frame: at worst six bytes each, so 240 KiB. */
  public static final int FRAME_CHARACTERS = 40_000;

  private static final Frame BLANK = new Frame(0, "snapshot", "{\"content\":\"\"}", false);

  /** Someone who reads a tail. */
  public interface Reader {
    /** There is more to read. Comes after every growth, on any thread, and must not block. */
    void wake();
  }

  private final String stream;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();

  Tail(String stream) {
    this.stream = stream;
  }

  /** A tail that never grows, its numbers going on above {@code least}. */
  public static Tail of(String stream, long least, List<Draft> drafts) {
    Tail tail = new Tail(stream);
    long seq = least;
    for (Draft draft : drafts) {
      tail.entries.add(draft.at(++seq));
    }
    return tail;
  }

  public String stream() {
    return stream;
  }

  /** Takes entries the log holds, save those it has, and wakes the readers. */
  void append(List<Entry> more) {
    add(more);
    wake();
  }

  /**
   * Takes entries without a word to the readers, who must be woken afterwards. A snapshot takes the
   * place of all text before it, and of what has come between: no reader is given a number above
   * text that is not there any more.
   */
  synchronized void add(List<Entry> more) {
    for (Entry entry : more) {
      if (isEnded() || entry.seq() <= lastSeq()) {
        continue;
      }
      if (!entry.follows(lastSeq())) {
        throw new IllegalStateException(
            "entry " + entry.seq() + " does not follow " + lastSeq() + " of " + stream);
      }
      if (entry.form() == Form.SNAPSHOT) {
        entries.subList(firstText(), entries.size()).clear();
      }
      entries.add(entry);
    }
  }

  private int firstText() {
    int place = 0;
    while (place < entries.size()
        && entries.get(place).form() != Form.TEXT
        && entries.get(place).form() != Form.SNAPSHOT) {
      place++;
    }
    return place;
  }

  /** Ends it with what is known from elsewhere; numbers go on above {@code least}. */
  void conclude(long least, List<Draft> drafts) {
    synchronized (this) {
      long seq = Math.max(least, lastSeq());
      List<Entry> last = new ArrayList<>(drafts.size());
      for (Draft draft : drafts) {
        last.add(draft.at(++seq));
      }
      add(last);
    }
    wake();
  }

  void wake() {
    for (Reader reader : readers) {
      try {
        reader.wake();
      } catch (RuntimeException failure) {
        LOG.log(Level.WARNING, "A reader that cannot be woken is let go", failure);
        detach(reader);
      }
    }
  }

  /** Forgets everything: what is appended next is not a continuation of what readers have. */
  synchronized void restart() {
    entries.clear();
  }

  /** Number of the newest entry; 0 when there is none. */
  public synchronized long lastSeq() {
    return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).seq();
  }

  /** How many entries it holds. */
  synchronized int size() {
    return entries.size();
  }

  public synchronized boolean isEnded() {
    return !entries.isEmpty() && entries.get(entries.size() - 1).isEnd();
  }

  /** Whether a reader that has everything up to {@code seq} has all there will ever be. */
  public synchronized boolean isEndedAt(long seq) {
    return isEnded() && seq == lastSeq();
  }

  /** Everything in it, oldest first. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /**
   * What a reader that has everything up to {@code seq} gets next: text that has gathered comes as
   * one frame of at most {@link #FRAME_CHARACTERS}. A reader from beyond the end is given a blank
   * snapshot, and is then to read from 0.
   *
   * @return null when it has everything, or when there is nothing yet
   */
  public Frame after(long seq) {
    List<Entry> run;
    synchronized (this) {
      if (entries.isEmpty()) {
        return null;
      }
      if (seq > lastSeq()) {
        return BLANK;
      }
      run = runFrom(indexAfter(seq));
    }
    return run.isEmpty() ? null : frame(run);
  }

  /** The entry at this place, and the text behind it that goes into the same frame. */
  private List<Entry> runFrom(int start) {
    if (start == entries.size()) {
      return List.of();
    }
    Entry first = entries.get(start);
    int end = start + 1;
    if (first.form() == Form.TEXT) {
      int length = first.payload().length();
      while (end < entries.size() && joins(first, entries.get(end), length)) {
        length += entries.get(end++).payload().length();
      }
    }
    return List.copyOf(entries.subList(start, end));
  }

  /** Escaping takes its time: not while the log's answer waits to be taken in. */
  private static Frame frame(List<Entry> run) {
    Entry first = run.get(0);
    if (first.form() != Form.TEXT) {
      return new Frame(first.seq(), first.type(), first.payload(), first.isEnd());
    }
    int length = 0;
    for (Entry entry : run) {
      length += entry.payload().length();
    }
    StringBuilder json = JsonText.open(length + (length >> 3));
    for (Entry entry : run) {
      JsonText.escape(entry.payload(), json);
    }
    return new Frame(run.get(run.size() - 1).seq(), first.type(), JsonText.close(json), false);
  }

  private static boolean joins(Entry first, Entry other, int length) {
    return other.form() == Form.TEXT
        && other.type().equals(first.type())
        && length + other.payload().length() <= FRAME_CHARACTERS;
  }

  private int indexAfter(long seq) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).seq() <= seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  void attach(Reader reader) {
    readers.add(reader);
  }

  public void detach(Reader reader) {
    readers.remove(reader);
  }

  boolean hasReaders() {
    return !readers.isEmpty();
  }
}
