package org.streamchat.identity.control;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.streamchat.platform.control.QuickRedis;
import org.streamchat.platform.control.RedisSettings;
import redis.clients.jedis.params.SetParams;

/**
 * What the nodes have to tell each other of sessions: which were ended, and which have just been
 * renewed. All of it has a lifetime, keys hold hashes only, and what is stored is sealed. While
 * Redis is away every question goes unanswered, quickly.
 */
final class SessionStore implements AutoCloseable {
  private final QuickRedis redis;
  private final String prefix;

  SessionStore(RedisSettings settings) {
    this.redis = new QuickRedis(settings.address(), "Ended sessions are not known");
    this.prefix = settings.prefix() + "login:";
  }

  /** Remembers a time (Unix seconds) under a name; whether that has worked. */
  boolean mark(String kind, String name, long seconds, Duration lifetime) {
    return redis
        .ask(r -> r.setex(key(kind, name), lifetime.toSeconds(), Long.toString(seconds)))
        .isPresent();
  }

  /** The times that are remembered under the names, in their order; 0 for none. */
  List<Long> marks(List<String> kindsAndNames) {
    return redis
        .ask(
            r -> {
              String[] keys = new String[kindsAndNames.size() / 2];
              for (int i = 0; i < keys.length; i++) {
                keys[i] = key(kindsAndNames.get(2 * i), kindsAndNames.get(2 * i + 1));
              }
              // One by one: in a cluster they are in different places.
              return java.util.Arrays.stream(keys)
                  .map(k -> Objects.requireNonNullElse(r.get(k), "0"))
                  .map(Long::valueOf)
                  .toList();
            })
        .orElse(List.of());
  }

  /** Whether nobody has done this before; also when nobody can tell. */
  boolean first(String kind, String name, Duration lifetime) {
    return redis
        .ask(
            r ->
                Optional.ofNullable(
                    r.set(
                        key(kind, name), "1", SetParams.setParams().nx().px(lifetime.toMillis()))))
        .map(Optional::isPresent)
        .orElse(true);
  }

  void forget(String kind, String name) {
    redis.ask(r -> r.del(key(kind, name)));
  }

  void put(String kind, String name, String value, Duration lifetime) {
    redis.ask(r -> r.setex(key(kind, name), lifetime.toSeconds(), value));
  }

  Optional<String> get(String kind, String name) {
    return redis.ask(r -> Optional.ofNullable(r.get(key(kind, name)))).flatMap(Function.identity());
  }

  /** A name of what must not be seen: its hash. */
  static String hash(String secret) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private String key(String kind, String name) {
    return prefix + kind + ":" + hash(name);
  }

  @Override
  public void close() {
    redis.close();
  }
}
