package org.streamchat.limits.control;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Duration;
import org.streamchat.platform.control.Clock;

/** Counts and writes later what could not be at once. */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@TransactionManagement(TransactionManagementType.BEAN)
public class LimitsLifecycle {
  private static final Duration FLUSH = Duration.ofSeconds(1);
  private static final Duration SETTLE = Duration.ofSeconds(5);
  private static final Duration FORGET = Duration.ofHours(1);

  @Inject private Clock clock;
  @Inject private Limits limits;
  @Inject private AuditTrail trail;

  @PostConstruct
  void start() {
    clock.every(FLUSH, trail::flush);
    clock.every(SETTLE, limits::settle);
    clock.every(FORGET, trail::forget);
  }

  @PreDestroy
  void stop() {
    trail.flush();
  }
}
