package org.streamchat.generation.control;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Duration;
import org.streamchat.conversation.control.Exchanges;
import org.streamchat.platform.control.Clock;
import org.streamchat.stream.control.StreamSettings;
import org.streamchat.stream.control.Streams;

/** Makes answers from the application's start to its end. */
@Singleton
@Startup
@DependsOn({"SchemaMigration", "LimitsLifecycle"})
@TransactionManagement(TransactionManagementType.BEAN)
public class Lifecycle {
  private static final Duration CHECKPOINTS = Duration.ofSeconds(5);
  private static final Duration FORGETTING = Duration.ofHours(1);

  @Inject private Clock clock;
  @Inject private Streams streams;
  @Inject private Generations generations;
  @Inject private Viewing viewing;
  @Inject private Recovery recovery;
  @Inject private Exchanges exchanges;

  @PostConstruct
  void start() {
    streams.onSilence(viewing::conclude);
    clock.every(StreamSettings.TICK, streams::tick);
    clock.every(GenerationSettings.TICK, generations::tick);
    clock.every(GenerationSettings.TICK, recovery::sweep);
    clock.every(CHECKPOINTS, generations::checkpoint);
    clock.every(FORGETTING, exchanges::forget);
  }

  @PreDestroy
  void stop() {
    generations.close();
    streams.release();
  }
}
