package org.streamchat.stream.control;

import java.net.URI;
import java.time.Duration;

/**
 * How the logs are kept.
 *
 * @param redis where the store is
 * @param prefix what every key begins with
 * @param retention how long a log can be read after its end
 * @param maxDuration how long a stream may take; its keys live this long and the retention
 * @param lease how long a writer that is not heard of remains the owner
 * @param flushInterval the least time between two round trips of appends
 * @param heartbeat the longest silence on a connection
 * @param writeLimit how long one send to a reader may take
 * @param maxFollowers how many connections this node serves at once
 */
public record StreamSettings(
    URI redis,
    String prefix,
    Duration retention,
    Duration maxDuration,
    Duration lease,
    Duration flushInterval,
    Duration heartbeat,
    Duration writeLimit,
    int maxFollowers) {

  /**
   * The time between two renewals of a lease, and between two looks at a log that another node
   * writes.
   */
  public static final Duration TICK = Duration.ofSeconds(1);

  /** How long appends wait for a log that does not answer, well within a lease. */
  Duration patience() {
    return lease.multipliedBy(2).dividedBy(5);
  }
}
