package org.streamchat.stream.control;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep the tests from ending. */
public final class TestThreads {
  public static final ThreadFactory FACTORY =
      work -> {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
      };

  private TestThreads() {}
}
