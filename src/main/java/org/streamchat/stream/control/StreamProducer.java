package org.streamchat.stream.control;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.streamchat.platform.control.Clock;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.Node;
import org.streamchat.platform.control.RedisSettings;

/** Makes what this component consists of, from the settings and what the container gives. */
@ApplicationScoped
public class StreamProducer {
  @Resource private ManagedThreadFactory threads;

  @Produces
  @Singleton
  static StreamSettings settings(Environment environment) {
    Duration second = Duration.ofSeconds(1);
    RedisSettings redis = RedisSettings.of(environment);
    return new StreamSettings(
        redis.address(),
        redis.prefix(),
        environment.duration(
            "streamchat.log.retention", Duration.ofHours(24), second, Duration.ofDays(30)),
        environment.duration(
            "streamchat.generation.max-duration", Duration.ofHours(1), second, Duration.ofDays(1)),
        environment.duration(
            "streamchat.lease",
            Duration.ofSeconds(5),
            second.multipliedBy(2),
            Duration.ofMinutes(5)),
        environment.duration(
            "streamchat.flush-interval", Duration.ofMillis(5), Duration.ZERO, second),
        environment.duration(
            "streamchat.heartbeat", Duration.ofSeconds(15), second, Duration.ofMinutes(1)),
        environment.duration(
            "streamchat.write-limit", Duration.ofSeconds(30), second, Duration.ofMinutes(10)),
        environment.integer("streamchat.most-followers", 10_000, 1, 1_000_000));
  }

  @Produces
  @Singleton
  StreamLog log(StreamSettings settings, Node node) {
    return new RedisStreamLog(settings, node.id());
  }

  void close(@Disposes StreamLog log) throws Exception {
    if (log instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  /**
   * Threads rather than the container's executor service, since that would capture and lay the
   * caller's context for every frame.
   */
  @Produces
  @Singleton
  DeliveryThreads deliveryThreads() {
    return new DeliveryThreads(threads);
  }

  void close(@Disposes DeliveryThreads delivery) {
    delivery.close();
  }

  @Produces
  @Singleton
  Streams streams(StreamLog log, StreamSettings settings, Clock clock) {
    return new Streams(log, settings, clock.executor(), threads);
  }

  void close(@Disposes Streams streams) {
    streams.close();
  }
}
