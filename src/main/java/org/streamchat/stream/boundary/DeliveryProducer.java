package org.streamchat.stream.boundary;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.streamchat.stream.control.DeliveryThreads;
import org.streamchat.stream.control.StreamSettings;
import org.streamchat.stream.control.Streams;

/** Makes the one {@link Delivery} of this node. */
@ApplicationScoped
public class DeliveryProducer {
  @Produces
  @Singleton
  static Delivery delivery(Streams streams, StreamSettings settings, DeliveryThreads threads) {
    return new Delivery(streams, settings, threads);
  }
}
