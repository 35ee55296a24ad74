package org.streamchat.generation.boundary;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.streamchat.generation.control.Generations;
import org.streamchat.stream.control.Streams;

/**
 * Whether this node takes questions. It does without the log, less well: that is told, but no
 * reason to send users elsewhere.
 */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
public class Readiness implements HealthCheck {
  private final Generations generations;
  private final Streams streams;

  protected Readiness() {
    this(null, null);
  }

  @Inject
  public Readiness(Generations generations, Streams streams) {
    this.generations = generations;
    this.streams = streams;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("answers")
        .withData("running", generations.running())
        .withData("log", streams.isLogAvailable() ? "available" : "degraded")
        .status(generations.isOpen())
        .build();
  }
}
