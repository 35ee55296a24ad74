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

/**
 * Makes answers from the application's start to its end, which begins as soon as the process is
 * asked to stop: the server tells the application only when the calls that there are have ended.
 */
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

  private Thread asked;
  private boolean over;

  @PostConstruct
  void start() {
    streams.onSilence(viewing::conclude);
    clock.every(StreamSettings.TICK, streams::tick);
    clock.every(GenerationSettings.TICK, generations::tick);
    clock.every(GenerationSettings.TICK, recovery::sweep);
    clock.every(CHECKPOINTS, generations::checkpoint);
    clock.every(FORGETTING, exchanges::forget);
    asked = new Thread(this::end, "streamchat-end");
    Runtime.getRuntime().addShutdownHook(asked);
  }

  @PreDestroy
  void stop() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(asked);
    } catch (IllegalStateException stopping) {
      // It has been asked.
    }
  }

  private synchronized void end() {
    if (!over) {
      over = true;
      generations.close();
      streams.release();
    }
  }
}
