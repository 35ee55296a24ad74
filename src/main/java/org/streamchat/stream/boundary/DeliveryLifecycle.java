package org.streamchat.stream.boundary;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import org.streamchat.platform.control.Clock;
import org.streamchat.stream.control.StreamSettings;
import org.streamchat.stream.control.Streams;

/** Keeps logs followed and connections alive from the application's start to its end. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class DeliveryLifecycle {
  @Inject private Clock clock;
  @Inject private Streams streams;
  @Inject private Delivery delivery;

  @PostConstruct
  void start() {
    clock.every(StreamSettings.TICK, streams::look);
    clock.every(StreamSettings.TICK, delivery::tick);
    clock.every(Delivery.HOLD_UP, delivery::relieve);
  }

  @PreDestroy
  void stop() {
    delivery.close();
  }
}
