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
import java.util.function.Function;
import java.util.stream.Collectors;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;

/**
 * How many tokens users, and groups as a whole, have used on this day (UTC). What cannot be counted
 * at the moment is owed and counted later. A user's count that the store has lost is made up for by
 * what is recorded of the day; a group's begins anew.
 */
final class TokenUse {
  private static final long LIFE_SECONDS = Duration.ofDays(2).toSeconds();
  private static final int MOST_OWED = 10_000;
  private static final String SEPARATOR = ",";
  private static final long ABSENT = -1;

  private final LimitStore store;
  private final Set<String> countedGroups;
  private final Function<String, OptionalLong> recorded;
  private final Map<String, Long> owed = new ConcurrentHashMap<>();

  /**
   * @param countedGroups the groups that have a quota
   * @param recorded what a user is known to have used on this day; empty when that cannot be told
   */
  TokenUse(LimitStore store, Set<String> countedGroups, Function<String, OptionalLong> recorded) {
    this.store = store;
    this.countedGroups = countedGroups;
    this.recorded = recorded;
  }

  /** Empty when nobody can count. */
  OptionalLong ofUser(String user) {
    OptionalLong counted = read(userKey(user));
    if (counted.isPresent() && counted.getAsLong() == ABSENT) {
      OptionalLong known = recorded.apply(user);
      known.ifPresent(tokens -> store.ask(redis -> begin(redis, user, tokens)));
      return OptionalLong.of(known.orElse(0));
    }
    return counted;
  }

  private String begin(UnifiedJedis redis, String user, long tokens) {
    redis.set(userKey(user), String.valueOf(tokens), SetParams.setParams().nx().ex(LIFE_SECONDS));
    return user;
  }

  /** The same for all members of a group together. */
  OptionalLong ofGroup(String group) {
    OptionalLong counted = read(groupKey(group));
    return counted.isPresent() ? OptionalLong.of(Math.max(0, counted.getAsLong())) : counted;
  }

  private OptionalLong read(String key) {
    return store
        .ask(redis -> Optional.ofNullable(redis.get(key)).map(Long::parseLong).orElse(ABSENT))
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

  /** To be called before the answer is recorded, which would be counted twice else. */
  void charge(String user, long tokens) {
    if (tokens > 0 && (owed.size() < MOST_OWED || owed.containsKey(user))) {
      owed.merge(user, tokens, Long::sum);
    }
    settle(0);
  }

  /** Counts what is owed, which has been recorded by now. */
  void settle() {
    settle(1);
  }

  private void settle(int timesRecorded) {
    for (String user : List.copyOf(owed.keySet())) {
      Long tokens = owed.remove(user);
      if (tokens != null
          && store.ask(redis -> count(redis, user, tokens, tokens * timesRecorded)).isEmpty()) {
        owed.merge(user, tokens, Long::sum);
        return;
      }
    }
  }

  private String count(UnifiedJedis redis, String user, long tokens, long ofThemRecorded) {
    List<String> keys = new ArrayList<>();
    keys.add(userKey(user));
    String groups = countedGroups.isEmpty() ? null : redis.get(memberKey(user));
    if (groups != null) {
      for (String group : groups.split(SEPARATOR, -1)) {
        keys.add(groupKey(group));
      }
    }
    List<Response<Long>> sums = new ArrayList<>();
    try (AbstractPipeline pipeline = store.pipelined()) {
      for (String key : keys) {
        sums.add(pipeline.incrBy(key, tokens));
        pipeline.expire(key, LIFE_SECONDS);
      }
    }
    if (sums.get(0).get() == tokens) {
      // The day's first, or what was counted before is lost.
      long before = recorded.apply(user).orElse(0) - ofThemRecorded;
      if (before > 0) {
        redis.incrBy(userKey(user), before);
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
