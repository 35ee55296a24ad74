package org.streamchat.limits.control;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.UnifiedJedis;

/**
 * How many tokens users, and groups as a whole, have used on this day (UTC). What cannot be counted
 * at the moment is owed and counted later.
 */
final class TokenUse {
  private static final long LIFE_SECONDS = Duration.ofDays(2).toSeconds();
  private static final int MOST_OWED = 10_000;
  private static final String SEPARATOR = ",";

  private final LimitStore store;
  private final Set<String> countedGroups;
  private final Map<String, Long> owed = new ConcurrentHashMap<>();

  /**
   * @param countedGroups the groups that have a quota
   */
  TokenUse(LimitStore store, Set<String> countedGroups) {
    this.store = store;
    this.countedGroups = countedGroups;
  }

  /** Empty when nobody can count. */
  OptionalLong ofUser(String user) {
    return read(userKey(user));
  }

  /** The same for all members of a group together. */
  OptionalLong ofGroup(String group) {
    return read(groupKey(group));
  }

  private OptionalLong read(String key) {
    return store
        .ask(redis -> Optional.ofNullable(redis.get(key)).map(Long::parseLong).orElse(0L))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** Whom to charge besides, when the user's answers end, which nobody is signed in for. */
  void remember(String user, Set<String> groups) {
    String counted =
        groups.stream().filter(countedGroups::contains).collect(Collectors.joining(SEPARATOR));
    if (!counted.isEmpty()) {
      store.ask(redis -> redis.setex(memberKey(user), LIFE_SECONDS, counted));
    } else if (!countedGroups.isEmpty()) {
      store.ask(redis -> redis.del(memberKey(user)));
    }
  }

  void charge(String user, long tokens) {
    if (tokens > 0 && (owed.size() < MOST_OWED || owed.containsKey(user))) {
      owed.merge(user, tokens, Long::sum);
    }
    settle();
  }

  /** Counts what is owed. */
  void settle() {
    for (String user : List.copyOf(owed.keySet())) {
      Long tokens = owed.remove(user);
      if (tokens != null && store.ask(redis -> count(redis, user, tokens)).isEmpty()) {
        owed.merge(user, tokens, Long::sum);
        return;
      }
    }
  }

  private String count(UnifiedJedis redis, String user, long tokens) {
    List<String> keys = new ArrayList<>();
    keys.add(userKey(user));
    String groups = countedGroups.isEmpty() ? null : redis.get(memberKey(user));
    if (groups != null) {
      for (String group : groups.split(SEPARATOR, -1)) {
        keys.add(groupKey(group));
      }
    }
    try (AbstractPipeline pipeline = store.pipelined()) {
      for (String key : keys) {
        pipeline.incrBy(key, tokens);
        pipeline.expire(key, LIFE_SECONDS);
      }
    }
    return user;
  }

  private String userKey(String user) {
    return store.key("tokens:" + today() + ":user", user);
  }

  private String groupKey(String group) {
    return store.key("tokens:" + today() + ":group", group);
  }

  private String memberKey(String user) {
    return store.key("groups", user);
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }
}
