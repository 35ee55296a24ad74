package org.streamchat.provider.control;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.streamchat.platform.control.Environment;

/**
 * What the providers take from the container: its scheduler, and a few threads of its own making
 * that all streams share. Threads rather than its executor service, since that would capture and
 * lay the caller's context for every packet.
 */
@ApplicationScoped
public class ProviderThreads {
  @Resource private ManagedThreadFactory factory;
  @Resource private ManagedScheduledExecutorService scheduler;

  private ThreadPoolExecutor executor;

  @Produces
  @Singleton
  static ProviderRegistry registry(Environment environment) {
    return ProviderRegistry.from(environment);
  }

  synchronized Executor executor() {
    if (executor == null) {
      int threads = Math.max(4, Runtime.getRuntime().availableProcessors());
      executor =
          new ThreadPoolExecutor(
              threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
      executor.allowCoreThreadTimeOut(true);
    }
    return executor;
  }

  ScheduledExecutorService scheduler() {
    return scheduler;
  }

  @PreDestroy
  synchronized void close() {
    if (executor != null) {
      executor.shutdown();
    }
  }
}
