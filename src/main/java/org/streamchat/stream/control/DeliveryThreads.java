package org.streamchat.stream.control;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that deliver streams to readers: few, since those that have to be woken for each
 * frame cost more than the frame, and as many more as are held up by servers that write on the
 * caller's thread to a client that does not read.
 */
public final class DeliveryThreads implements AutoCloseable {
  private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
  private static final int MOST_SPARE = 240;

  private final ThreadPoolExecutor executor;

  public DeliveryThreads(ThreadFactory threads) {
    executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS + MOST_SPARE,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads);
    executor.allowCoreThreadTimeOut(true);
  }

  public Executor executor() {
    return executor;
  }

  /** Makes up for threads that are held up, and for as many that are going to be. */
  public void makeUpFor(int heldUp) {
    int wanted = THREADS + Math.min(2 * heldUp, MOST_SPARE);
    if (executor.getCorePoolSize() != wanted) {
      executor.setCorePoolSize(wanted);
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
