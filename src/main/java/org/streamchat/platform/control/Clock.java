package org.streamchat.platform.control;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.streamchat.problem.ProblemException;

/**
 * Has things done later, and at regular intervals, until the application ends. On threads of its
 * own rather than the container's executor service, since that may stop serving as soon as the
 * server is asked to stop, when running answers are still to be finished.
 */
@ApplicationScoped
public class Clock {
  private static final Logger LOG = System.getLogger(Clock.class.getName());
  private static final int THREADS = 12;

  @Resource private ManagedThreadFactory threads;

  private ScheduledThreadPoolExecutor executor;
  private ScheduledThreadPoolExecutor regular;

  @PostConstruct
  void start() {
    executor = pool(THREADS);
    regular = pool(0);
  }

  private ScheduledThreadPoolExecutor pool(int size) {
    ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(size, threads);
    pool.setRemoveOnCancelPolicy(true);
    pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return pool;
  }

  /**
   * A step is never done twice at once; one that fails is tried again with the next tick. Each has
   * a thread of its own: leases are renewed however long the database keeps others waiting.
   */
  public synchronized void every(Duration pause, Runnable step) {
    regular.setCorePoolSize(regular.getCorePoolSize() + 1);
    regular.scheduleWithFixedDelay(
        () -> carefully(step), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  static void carefully(Runnable step) {
    try {
      step.run();
    } catch (ProblemException away) {
      LOG.log(Level.DEBUG, "Put off: {0}", away.problem());
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "A regular task failed", Unquoted.of(bug));
    }
  }

  /** For what may block, and for what is to be done once, later. */
  public ScheduledExecutorService executor() {
    return executor;
  }

  @PreDestroy
  void stop() {
    executor.shutdown();
    regular.shutdown();
  }
}
