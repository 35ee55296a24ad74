package org.streamchat.stream.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.streamchat.stream.control.StreamLog.Append;
import org.streamchat.stream.control.StreamLog.Verdict;

/**
 * Carries what all writers of this node have gathered to the log, in one round trip after the
 * other. While one is under way the next one's load gathers; trips follow each other no faster than
 * the flush interval, which costs a lone stream nothing and lets many streams share a trip.
 */
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = System.getLogger(GroupCommit.class.getName());
  private static final int MOST_WRITERS = 1_024;
  private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long RETRY_NANOS = Duration.ofMillis(100).toNanos();

  private final StreamLog log;
  private final long intervalNanos;
  private final BlockingQueue<StreamWriter> ready = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean away;
  private volatile boolean closed;

  GroupCommit(StreamLog log, Duration interval, ThreadFactory threads) {
    this.log = log;
    this.intervalNanos = interval.toNanos();
    this.thread = threads.newThread(this::work);
  }

  void start() {
    thread.start();
  }

  void add(StreamWriter writer) {
    ready.add(writer);
  }

  /** Whether the log has been given up for the time being, and answers go on from memory. */
  boolean isAway() {
    return away;
  }

  /** The log answers again. The caller has every writer begin its log anew. */
  void back() {
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
        long early = last + intervalNanos - System.nanoTime();
        if (early > 0) {
          LockSupport.parkNanos(early);
        }
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

  private void commit(List<StreamWriter> writers) {
    if (away) {
      writers.forEach(StreamWriter::keepUnlogged);
      return;
    }
    List<StreamWriter> taken = new ArrayList<>(writers.size());
    List<Append> appends = new ArrayList<>(writers.size());
    for (StreamWriter writer : writers) {
      Append append = writer.take();
      if (append != null) {
        taken.add(writer);
        appends.add(append);
      }
    }
    List<Verdict> verdicts = appends.isEmpty() ? List.of() : append(appends);
    if (verdicts == null) {
      taken.forEach(StreamWriter::keepUnlogged);
      return;
    }
    for (int i = 0; i < verdicts.size(); i++) {
      taken.get(i).settle(verdicts.get(i));
    }
  }

  /** Null when the log is away. */
  private List<Verdict> append(List<Append> appends) {
    long since = System.nanoTime();
    while (!closed) {
      try {
        return log.append(appends);
      } catch (LogUnavailableException failure) {
        if (System.nanoTime() - since > PATIENCE_NANOS) {
          LOG.log(
              Level.WARNING,
              "The resume cache does not answer; running answers go on from memory",
              failure);
          away = true;
          return null;
        }
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
    return null;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
