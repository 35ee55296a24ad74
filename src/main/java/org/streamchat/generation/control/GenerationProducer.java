package org.streamchat.generation.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.streamchat.generation.control.GenerationSettings.RecoveryPolicy;
import org.streamchat.platform.control.Environment;

/** Makes the settings of this component. */
@ApplicationScoped
public class GenerationProducer {
  /** {@code streamchat.generation.max-duration}, which also bounds the life of a log. */
  public static final String MAX_DURATION = "streamchat.generation.max-duration";

  @Produces
  @Singleton
  static GenerationSettings settings(Environment environment) {
    return new GenerationSettings(
        environment.integer("streamchat.generation.most-running", 2_000, 1, 100_000),
        environment.integer("streamchat.generation.most-characters", 2_000_000, 1_000, 16_000_000),
        environment.integer("streamchat.generation.most-events", 200_000, 1_000, 900_000),
        environment.duration(
            MAX_DURATION, Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofDays(1)),
        environment.duration(
            "streamchat.shutdown-grace",
            Duration.ofSeconds(20),
            Duration.ZERO,
            Duration.ofHours(1)),
        environment.choice("streamchat.recovery", RecoveryPolicy.class, RecoveryPolicy.CONTINUE));
  }
}
