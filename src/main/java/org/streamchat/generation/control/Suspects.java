package org.streamchat.generation.control;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Generations that have been found without a lease. Times are those of {@link System#nanoTime()}.
 */
final class Suspects {
  private final long leaseNanos;

  /** So short a silence leaves a living owner the time to have renewed its lease. */
  private final long shortNanos;

  private volatile Map<String, Long> since = Map.of();
  private Long answered;
  private Long notBefore;
  private boolean silent;

  /**
   * @param renewals how often leases are renewed
   */
  Suspects(Duration lease, Duration renewals) {
    this.leaseNanos = lease.toNanos();
    this.shortNanos = lease.minus(renewals.multipliedBy(2)).toNanos();
  }

  /**
   * The store of the leases did not answer. When that lasts, no owner can renew one: all are given
   * the time of a lease once it answers again.
   */
  void unknown() {
    silent = true;
  }

  /** There is nothing to be found, so nothing has been asked. */
  void none() {
    since = Map.of();
  }

  /**
   * Those that have been found without a lease twice in a row, and are to be taken over.
   *
   * @param orphans all that are without a lease now
   */
  Set<String> confirmed(Set<String> orphans, long now) {
    if (silent && (answered == null || now - answered > shortNanos)) {
      since = Map.of();
      notBefore = now + leaseNanos;
    }
    silent = false;
    answered = now;
    Map<String, Long> former = since;
    Map<String, Long> known = new HashMap<>();
    orphans.forEach(orphan -> known.put(orphan, former.getOrDefault(orphan, now)));
    since = known;
    return notBefore != null && now - notBefore < 0
        ? Set.of()
        : orphans.stream().filter(former::containsKey).collect(Collectors.toSet());
  }

  /** Whether it has been without a lease for less than a lease's time, as far as is known. */
  boolean isRecent(String generation, long now) {
    return now - since.getOrDefault(generation, now) < leaseNanos;
  }
}
