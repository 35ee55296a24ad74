package org.streamchat.stream.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.streamchat.stream.control.StreamLog.Append;
import org.streamchat.stream.control.StreamLog.Verdict;
import org.streamchat.stream.entity.Entry;

/**
 * Carries what all writers of this node have gathered to the log, in one round trip after the
 * other. While one is under way the next one's load gathers; trips follow each other no faster than
 * the flush interval, which costs a lone stream nothing and lets many streams share a trip. A
 * stream's first text does not wait for the interval.
 */
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = System.getLogger(GroupCommit.class.getName());
  private static final int MOST_WRITERS = 1_024;
  private static final int MOST_CHARACTERS = 4_000_000;

  private final StreamLog log;
  private final long intervalNanos;
  private final long patienceNanos;
  private final long retryNanos;
  private final BlockingQueue<StreamWriter> ready = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean hurried;
  private volatile boolean away;
  private volatile boolean doubtful;
  private volatile boolean closed;

  GroupCommit(StreamLog log, StreamSettings settings, ThreadFactory threads) {
    this.log = log;
    this.intervalNanos = settings.flushInterval().toNanos();
    this.patienceNanos = settings.patience().toNanos();
    this.retryNanos = patienceNanos / 20;
    this.thread = threads.newThread(this::work);
  }

  void start() {
    thread.start();
  }

  void add(StreamWriter writer) {
    ready.add(writer);
    if (writer.isAwaited()) {
      hurried = true;
      LockSupport.unpark(thread);
    }
  }

  /** Whether the log has been given up for the time being, and answers go on from memory. */
  boolean isAway() {
    return away;
  }

  /**
   * The log answers again, if not yet to an append: it is given up again at once should it not take
   * the first one. The caller has every writer begin its log anew.
   */
  void back() {
    doubtful = true;
    away = false;
  }

  private void work() {
    List<StreamWriter> writers = new ArrayList<>();
    long last = System.nanoTime() - intervalNanos;
    while (!closed) {
      try {
        StreamWriter first = ready.poll(1, TimeUnit.SECONDS);
        if (first == null) {
          continue;
        }
        awaitInterval(last);
        last = System.nanoTime();
        writers.add(first);
        ready.drainTo(writers, MOST_WRITERS - 1);
        commit(writers);
      } catch (InterruptedException stop) {
        closed = true;
      } catch (RuntimeException bug) {
        LOG.log(Level.ERROR, "Appending failed", bug);
      }
      writers.clear();
    }
  }

  private void awaitInterval(long last) {
    long early = last + intervalNanos - System.nanoTime();
    while (early > 0 && !hurried && !closed) {
      LockSupport.parkNanos(early);
      early = last + intervalNanos - System.nanoTime();
    }
    hurried = false;
  }

  private void commit(List<StreamWriter> writers) {
    if (away) {
      writers.forEach(writer -> carefully(writer, StreamWriter::keepUnlogged));
      return;
    }
    List<StreamWriter> taken = new ArrayList<>(writers.size());
    List<Append> appends = new ArrayList<>(writers.size());
    long load = 0;
    for (StreamWriter writer : writers) {
      if (load > MOST_CHARACTERS) {
        add(writer);
        continue;
      }
      Append append = take(writer);
      if (append != null) {
        taken.add(writer);
        appends.add(append);
        load += characters(append);
      }
    }
    if (appends.isEmpty()) {
      return;
    }
    List<Verdict> verdicts = append(appends);
    if (verdicts == null) {
      if (away) {
        taken.forEach(writer -> carefully(writer, StreamWriter::keepUnlogged));
      }
      return;
    }
    for (int i = 0; i < verdicts.size(); i++) {
      Verdict verdict = verdicts.get(i);
      carefully(taken.get(i), writer -> writer.settle(verdict));
    }
  }

  private static Append take(StreamWriter writer) {
    try {
      return writer.take();
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "Stream " + writer.stream() + " cannot be read", bug);
      return null;
    }
  }

  private static long characters(Append append) {
    long characters = 0;
    for (Entry entry : append.entries()) {
      characters += entry.payload().length();
    }
    return characters;
  }

  /** What goes wrong with one stream is no matter to the others. */
  private static void carefully(StreamWriter writer, Consumer<StreamWriter> step) {
    try {
      step.accept(writer);
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "Stream " + writer.stream() + " cannot be written", bug);
    }
  }

  /** Null when the log is away, or is of no more interest. */
  private List<Verdict> append(List<Append> appends) {
    long since = System.nanoTime();
    while (!closed) {
      try {
        List<Verdict> verdicts = log.append(appends);
        doubtful = false;
        return verdicts;
      } catch (RuntimeException failure) {
        if (doubtful || System.nanoTime() - since > patienceNanos) {
          away = true;
          report(failure);
          return null;
        }
        LockSupport.parkNanos(retryNanos);
      }
    }
    return null;
  }

  private static void report(RuntimeException failure) {
    if (failure instanceof LogUnavailableException) {
      LOG.log(
          Level.WARNING,
          "The resume cache does not answer, running answers go on from memory: {0}",
          failure.getCause().toString());
    } else {
      LOG.log(Level.ERROR, "Appending failed, running answers go on from memory", failure);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
