package org.streamchat.limits.control;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.SettingException;

/**
 * How much is allowed.
 *
 * @param sendsPerMinute by one user, on all nodes together; 0 for any number
 * @param concurrent answers made for one user at once; 0 for any number
 * @param tokensPerDay used by one user; empty for any number
 * @param groupTokensPerDay used by all members of a group together
 * @param whenUnavailable what becomes of sends while nobody can count them
 * @param auditRetention how long the audit trail is kept
 */
public record LimitSettings(
    int sendsPerMinute,
    int concurrent,
    OptionalLong tokensPerDay,
    Map<String, Long> groupTokensPerDay,
    Unavailable whenUnavailable,
    Duration auditRetention) {
  private static final String GROUPS = "streamchat.limits.group-tokens-per-day";
  private static final String TAKES_GROUPS = "group=tokens pairs separated by commas";
  private static final int MOST = 1_000_000;

  /** What becomes of sends while nobody can count them. */
  public enum Unavailable {
    /** They are taken. */
    OPEN,
    /** They are refused. */
    CLOSED
  }

  public LimitSettings {
    groupTokensPerDay = Map.copyOf(groupTokensPerDay);
  }

  static LimitSettings of(Environment environment) {
    // The one user of an installation without sign-in shares it with nobody.
    boolean alone = environment.text("streamchat.auth", "none").equals("none");
    return new LimitSettings(
        environment.integer("streamchat.limits.sends-per-minute", alone ? 0 : 20, 0, MOST),
        environment.integer("streamchat.limits.concurrent", alone ? 0 : 10, 0, MOST),
        environment
            .integer("streamchat.limits.tokens-per-day", 1, Integer.MAX_VALUE)
            .map(tokens -> OptionalLong.of(tokens.longValue()))
            .orElse(OptionalLong.empty()),
        groups(environment),
        environment.choice(
            "streamchat.limits.when-unavailable", Unavailable.class, Unavailable.OPEN),
        environment.duration(
            "streamchat.audit.retention",
            Duration.ofDays(180),
            Duration.ofDays(1),
            Duration.ofDays(3_660)));
  }

  private static Map<String, Long> groups(Environment environment) {
    Map<String, Long> groups = new TreeMap<>();
    String text = environment.text(GROUPS).orElse(null);
    if (text == null) {
      return groups;
    }
    for (String pair : text.split(",", -1)) {
      int equals = pair.lastIndexOf('=');
      String group = equals < 0 ? "" : pair.substring(0, equals).strip();
      String tokens = pair.substring(equals + 1).strip();
      if (group.isEmpty() || !tokens.matches("[1-9]\\d{0,14}")) {
        throw new SettingException(GROUPS, TAKES_GROUPS, text);
      }
      groups.put(group, Long.valueOf(tokens));
    }
    return groups;
  }
}
