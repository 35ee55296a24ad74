package org.streamchat.limits.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.RedisSettings;

/** Makes what this component consists of, from the settings. */
@ApplicationScoped
public class LimitsProducer {
  @Produces
  @Singleton
  static LimitSettings settings(Environment environment) {
    return LimitSettings.of(environment);
  }

  @Produces
  @Singleton
  static LimitStore store(Environment environment) {
    return new LimitStore(RedisSettings.of(environment));
  }

  static void close(@Disposes LimitStore store) {
    store.close();
  }
}
