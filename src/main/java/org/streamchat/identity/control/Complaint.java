package org.streamchat.identity.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the operator, at most once a minute, of requests that are not believed. Names no value:
 * they come from anyone.
 */
final class Complaint {
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  private final Logger log;
  private final String what;
  private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

  /**
   * @param what the beginning of the sentence
   */
  Complaint(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  void tell(String why) {
    long now = System.nanoTime();
    long quiet = quietUntil.get();
    if (now - quiet >= 0 && quietUntil.compareAndSet(quiet, now + QUIET_NANOS)) {
      log.log(Level.WARNING, "{0} {1}", what, why);
    }
  }
}
