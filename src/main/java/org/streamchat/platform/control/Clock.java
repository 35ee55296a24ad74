package org.streamchat.platform.control;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.streamchat.problem.ProblemException;

/** Has things done at regular intervals until the application ends. */
@ApplicationScoped
public class Clock {
  private static final Logger LOG = System.getLogger(Clock.class.getName());

  @Resource private ManagedScheduledExecutorService scheduler;

  private final Queue<ScheduledFuture<?>> running = new ConcurrentLinkedQueue<>();

  /** A step is never done twice at once; one that fails is tried again with the next tick. */
  public void every(Duration pause, Runnable step) {
    running.add(
        scheduler.scheduleWithFixedDelay(
            () -> carefully(step), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS));
  }

  private static void carefully(Runnable step) {
    try {
      step.run();
    } catch (ProblemException away) {
      LOG.log(Level.DEBUG, "Put off: {0}", away.problem());
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "A regular task failed", bug);
    }
  }

  /** The container's executor, for what may block and for what is to be done once, later. */
  public ScheduledExecutorService executor() {
    return scheduler;
  }

  @PreDestroy
  void stop() {
    running.forEach(step -> step.cancel(false));
  }
}
