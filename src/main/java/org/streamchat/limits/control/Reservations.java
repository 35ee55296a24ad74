package org.streamchat.limits.control;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Answers that are about to begin. The database knows which ones run; between having looked there
 * and having stored a new one, a reservation stands in for it, so that users who send many at once
 * do not get more than they may. It lasts a little longer than that can take.
 */
final class Reservations {
  private static final Duration LIFE = Duration.ofSeconds(30);

  /** KEYS: reservations of the user. ARGV: now, its life (both ms), the new one's ticket. */
  private static final String RESERVE =
      """
      redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1] - ARGV[2])
      redis.call('ZADD', KEYS[1], ARGV[1], ARGV[3])
      redis.call('PEXPIRE', KEYS[1], ARGV[2])
      return redis.call('ZCARD', KEYS[1]) - 1
      """;

  private final LimitStore store;

  Reservations(LimitStore store) {
    this.store = store;
  }

  static String ticket() {
    return UUID.randomUUID().toString();
  }

  /** How many others there are; empty when nobody can count. */
  OptionalLong reserve(String user, String ticket) {
    return store
        .ask(
            redis ->
                redis.eval(
                    RESERVE,
                    List.of(key(user)),
                    List.of(
                        String.valueOf(System.currentTimeMillis()),
                        String.valueOf(LIFE.toMillis()),
                        ticket)))
        .map(others -> OptionalLong.of((Long) others))
        .orElse(OptionalLong.empty());
  }

  void release(String user, String ticket) {
    store.ask(redis -> redis.zrem(key(user), ticket));
  }

  private String key(String user) {
    return store.key("reserved", user);
  }
}
