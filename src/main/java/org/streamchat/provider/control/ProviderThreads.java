package org.streamchat.provider.control;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.ScheduledExecutorService;
import org.streamchat.platform.control.Environment;

/** What the providers take from the container. */
@ApplicationScoped
public class ProviderThreads {
  @Resource private ManagedScheduledExecutorService scheduler;

  @Produces
  @Singleton
  static ProviderRegistry registry(Environment environment) {
    return ProviderRegistry.from(environment);
  }

  ScheduledExecutorService scheduler() {
    return scheduler;
  }
}
