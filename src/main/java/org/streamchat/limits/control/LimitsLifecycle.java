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
import org.streamchat.platform.control.Transactions;

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
  @Inject private Transactions transactions;

  @PostConstruct
  void start() {
    every(FLUSH, trail::flush);
    every(SETTLE, limits::settle);
    every(FORGET, trail::forget);
  }

  private void every(Duration interval, Runnable work) {
    clock.every(interval, () -> transactions.outside(work));
  }

  @PreDestroy
  void stop() {
    trail.flush();
  }
}
