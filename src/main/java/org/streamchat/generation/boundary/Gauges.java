package org.streamchat.generation.boundary;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;
import org.streamchat.generation.control.Generations;
import org.streamchat.stream.boundary.Delivery;
import org.streamchat.stream.control.Streams;

/** What this node does at the moment, as metrics. */
@ApplicationScoped
public class Gauges {
  @Inject private Generations generations;
  @Inject private Delivery delivery;
  @Inject private Streams streams;

  void begin(@Observes @Initialized(ApplicationScoped.class) Object start) {
    // That there is an instance makes the container offer its metrics.
  }

  @Gauge(name = "streamchat_running_answers", absolute = true, unit = MetricUnits.NONE)
  public long running() {
    return generations.running();
  }

  @Gauge(name = "streamchat_followers", absolute = true, unit = MetricUnits.NONE)
  public long followers() {
    return delivery.followers();
  }

  @Gauge(
      name = "streamchat_log_available",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "1 while the log in Redis answers, else 0")
  public long logAvailable() {
    return streams.isLogAvailable() ? 1 : 0;
  }
}
