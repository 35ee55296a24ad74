package org.streamchat.limits.control;

import io.github.bucket4j.distributed.BucketProxy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.streamchat.identity.control.LoginAttempts;
import org.streamchat.limits.control.LimitSettings.Unavailable;
import org.streamchat.platform.control.Environment;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** Failed logins of an address: so many a minute, on all nodes together. */
@ApplicationScoped
public class FailedLogins implements LoginAttempts {
  private static final int DEFAULT = 30;
  private static final int MOST = 1_000_000;

  private final boolean refusedWhenAway;
  private final int most;
  private final Buckets buckets;

  protected FailedLogins() {
    this.refusedWhenAway = false;
    this.most = 0;
    this.buckets = null;
  }

  @Inject
  public FailedLogins(Environment environment, LimitSettings settings, LimitStore store) {
    this.refusedWhenAway = settings.whenUnavailable() == Unavailable.CLOSED;
    this.most = environment.integer("streamchat.limits.failed-logins-per-minute", DEFAULT, 0, MOST);
    this.buckets = new Buckets(store, "failed-logins", Math.max(1, most));
  }

  @Override
  public void check(String address) {
    if (most == 0) {
      return;
    }
    Optional<Long> left = buckets.ask(address, BucketProxy::getAvailableTokens);
    if (left.isEmpty() && refusedWhenAway) {
      throw new ProblemException(
              Problem.LOG_UNAVAILABLE, "Logins cannot be counted at the moment. Try again.")
          .retryAfterSeconds(2);
    }
    if (left.orElse(1L) <= 0) {
      throw new ProblemException(Problem.LIMIT_EXCEEDED, "Too many failed logins from this address")
          .retryAfterSeconds(Buckets.WINDOW.toSeconds());
    }
  }

  @Override
  public void failed(String address) {
    if (most > 0) {
      buckets.ask(address, bucket -> bucket.tryConsume(1));
    }
  }
}
