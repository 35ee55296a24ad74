package org.streamchat.platform.boundary;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.streamchat.platform.control.Clock;
import org.streamchat.platform.control.Database;

/**
 * Ready only while the database answers, which is asked by one at a time and not waited for for
 * long.
 */
@Readiness
@ApplicationScoped
public class DatabaseCheck implements HealthCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Database database;
  private final Clock clock;
  private CompletableFuture<Boolean> asked;

  protected DatabaseCheck() {
    this(null, null);
  }

  @Inject
  public DatabaseCheck(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("database").status(answers()).build();
  }

  private boolean answers() {
    try {
      return question().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException | RejectedExecutionException away) {
      return false;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized CompletableFuture<Boolean> question() {
    if (asked == null || asked.isDone()) {
      asked = CompletableFuture.supplyAsync(this::ask, clock.executor());
    }
    return asked;
  }

  private boolean ask() {
    return database.read(em -> em.createNativeQuery("select 1").getSingleResult() != null);
  }
}
