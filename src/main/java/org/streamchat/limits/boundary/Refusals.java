package org.streamchat.limits.boundary;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import org.streamchat.identity.entity.Refusal;
import org.streamchat.limits.control.AuditTrail;
import org.streamchat.limits.entity.AuditEntry;

/**
 * Records the calls of nobody's, too, which no resource gets to see. Anyone can make any number of
 * them, so only some of each second are recorded.
 */
@ApplicationScoped
public class Refusals {
  /** Who made the call: no user has this id. */
  static final String NOBODY = "-";

  private static final int MOST_A_SECOND = 10;

  private final AuditTrail trail;
  private long second;
  private int recorded;

  protected Refusals() {
    this(null);
  }

  @Inject
  public Refusals(AuditTrail trail) {
    this.trail = trail;
  }

  void refused(@Observes Refusal refusal) {
    Instant now = Instant.now();
    if (mayRecord(now.getEpochSecond())) {
      trail.record(
          new AuditEntry(
              now, NOBODY, action(refusal), null, String.valueOf(refusal.status()), null));
    }
  }

  private synchronized boolean mayRecord(long now) {
    if (now != second) {
      second = now;
      recorded = 0;
    }
    return recorded++ < MOST_A_SECOND;
  }

  /** Nothing of a path but what a path of this application consists of. */
  private static String action(Refusal refusal) {
    String action = refusal.method() + " " + refusal.path().replaceAll("[^A-Za-z0-9/._-]", "_");
    return action.substring(0, Math.min(action.length(), AuditEntry.MAX_ACTION));
  }
}
