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
  private volatile Map<String, Long> since = Map.of();
  private boolean silent;
  private long notBefore;

  Suspects(Duration lease) {
    this.leaseNanos = lease.toNanos();
  }

  /**
   * The store of the leases did not answer, so that nobody could renew one: all owners are given
   * the time of a lease once it answers again.
   */
  void unknown() {
    since = Map.of();
    silent = true;
  }

  /**
   * Those that have been found without a lease twice in a row, and are to be taken over.
   *
   * @param orphans all that are without a lease now
   */
  Set<String> confirmed(Set<String> orphans, long now) {
    if (silent) {
      silent = false;
      notBefore = now + leaseNanos;
    }
    Map<String, Long> former = since;
    Map<String, Long> known = new HashMap<>();
    orphans.forEach(orphan -> known.put(orphan, former.getOrDefault(orphan, now)));
    since = known;
    return isEarly(now)
        ? Set.of()
        : orphans.stream().filter(former::containsKey).collect(Collectors.toSet());
  }

  /** Whether it has been without a lease for less than a lease's time, as far as is known. */
  boolean isRecent(String generation, long now) {
    return now - since.getOrDefault(generation, now) < leaseNanos;
  }

  private boolean isEarly(long now) {
    return notBefore != 0 && now - notBefore < 0;
  }
}
