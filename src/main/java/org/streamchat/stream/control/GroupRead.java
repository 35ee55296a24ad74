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
import org.streamchat.stream.control.StreamLog.Position;
import org.streamchat.stream.entity.Entry;

/**
 * Reads the logs that others write, as many as have grown in one round trip: a log far away costs
 * its readers its distance, not one thread each.
 */
final class GroupRead implements AutoCloseable {
  private static final Logger LOG = System.getLogger(GroupRead.class.getName());
  private static final int MOST_TAILS = 256;
  private static final int CHUNK = 100;
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final StreamLog log;
  private final long intervalNanos;
  private final BlockingQueue<RemoteTail> due = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  GroupRead(StreamLog log, Duration interval, ThreadFactory threads) {
    this.log = log;
    this.intervalNanos = interval.toNanos();
    this.thread = threads.newThread(this::work);
  }

  void start() {
    thread.start();
  }

  /** Has this log read soon. */
  void add(RemoteTail tail) {
    if (!tail.tail().isEnded() && tail.markDue()) {
      due.add(tail);
    }
  }

  private void work() {
    List<RemoteTail> tails = new ArrayList<>();
    while (!closed) {
      try {
        RemoteTail first = due.poll(1, TimeUnit.SECONDS);
        if (first != null) {
          tails.add(first);
          due.drainTo(tails, MOST_TAILS - 1);
          tails.forEach(RemoteTail::takeUp);
          read(tails);
          LockSupport.parkNanos(intervalNanos);
        }
      } catch (InterruptedException stop) {
        closed = true;
      } catch (LogUnavailableException away) {
        // Everything followed is looked at again with the next tick.
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (RuntimeException bug) {
        LOG.log(Level.ERROR, "Reading failed", bug);
      }
      tails.clear();
    }
  }

  private void read(List<RemoteTail> tails) {
    List<Position> positions = tails.stream().map(RemoteTail::position).toList();
    List<List<Entry>> read = log.read(positions, CHUNK);
    for (int i = 0; i < read.size(); i++) {
      RemoteTail tail = tails.get(i);
      try {
        if (tail.take(positions.get(i), read.get(i)) && read.get(i).size() == CHUNK) {
          add(tail);
        }
      } catch (RuntimeException bug) {
        LOG.log(Level.ERROR, "A stream cannot be followed", bug);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
