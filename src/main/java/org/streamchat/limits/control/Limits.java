package org.streamchat.limits.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.streamchat.limits.control.LimitSettings.Unavailable;
import org.streamchat.limits.entity.RateLimit;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** Whether a user may have one more answer, and what they have used. */
@ApplicationScoped
public class Limits {
  private static final Duration PAUSE_AT_MOST_RUNNING = Duration.ofSeconds(5);
  private static final Duration PAUSE_WHEN_AWAY = Duration.ofSeconds(2);
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

  private final LimitSettings settings;
  private final CallerLimits caller;
  private final Optional<SendRate> rate;
  private final Reservations reservations;
  private final TokenUse tokens;

  /** For client proxies. */
  protected Limits() {
    this.settings = null;
    this.caller = null;
    this.rate = null;
    this.reservations = null;
    this.tokens = null;
  }

  @Inject
  public Limits(LimitSettings settings, LimitStore store, CallerLimits caller, AuditTrail trail) {
    this.settings = settings;
    this.caller = caller;
    this.rate =
        settings.sendsPerMinute() > 0
            ? Optional.of(new SendRate(store, settings.sendsPerMinute()))
            : Optional.empty();
    this.reservations = new Reservations(store);
    this.tokens = new TokenUse(store, settings.groupTokensPerDay().keySet(), trail::tokensToday);
  }

  /**
   * Leave for the present request's caller to begin one answer; to be closed as soon as it has been
   * stored, or could not be.
   *
   * @param user the caller's id
   * @param running how many answers are being made for the user
   * @throws ProblemException LIMIT_EXCEEDED; LOG_UNAVAILABLE when nobody can count and sends are
   *     refused then
   */
  public Admission admit(String user, IntSupplier running) {
    rate.ifPresent(sends -> checkRate(sends, user));
    Runnable giveBack = () -> rate.ifPresent(sends -> sends.giveBack(user));
    try {
      checkTokens(user, caller.groups());
      Optional<String> ticket =
          settings.concurrent() > 0 ? Optional.of(reserved(user, running)) : Optional.empty();
      return new Admission(
          () -> ticket.ifPresent(reservation -> reservations.release(user, reservation)), giveBack);
    } catch (ProblemException failure) {
      if (failure.problem() != Problem.LIMIT_EXCEEDED) {
        giveBack.run();
      }
      throw failure;
    }
  }

  private void checkRate(SendRate sends, String user) {
    Optional<SendRate.Take> take = sends.take(user);
    if (take.isEmpty()) {
      unavailable();
      return;
    }
    caller.tell(take.get().limit());
    if (!take.get().taken()) {
      throw exceeded(
          "At most " + settings.sendsPerMinute() + " questions a minute",
          Math.max(1, take.get().waitSeconds()));
    }
  }

  private void checkTokens(String user, Set<String> groups) {
    settings
        .tokensPerDay()
        .ifPresent(quota -> checkTokens("tokens", quota, () -> tokens.ofUser(user)));
    for (Map.Entry<String, Long> group : settings.groupTokensPerDay().entrySet()) {
      if (groups.contains(group.getKey())) {
        checkTokens("group-tokens", group.getValue(), () -> tokens.ofGroup(group.getKey()));
      }
    }
    tokens.remember(user, groups);
  }

  private void checkTokens(String policy, long quota, Supplier<OptionalLong> use) {
    OptionalLong used = use.get();
    if (used.isEmpty()) {
      unavailable();
      return;
    }
    long untilTomorrow = untilTomorrow().toSeconds() + 1;
    caller.tell(new RateLimit(policy, quota, DAY_SECONDS, quota - used.getAsLong(), untilTomorrow));
    if (used.getAsLong() >= quota) {
      throw exceeded("The day's tokens are used up", untilTomorrow);
    }
  }

  private String reserved(String user, IntSupplier running) {
    String ticket = Reservations.ticket();
    try {
      OptionalLong beginning = reservations.reserve(user, ticket);
      if (beginning.isEmpty()) {
        unavailable();
      }
      if (running.getAsInt() + beginning.orElse(0) >= settings.concurrent()) {
        throw exceeded(
            "At most " + settings.concurrent() + " answers at once",
            PAUSE_AT_MOST_RUNNING.toSeconds());
      }
      return ticket;
    } catch (RuntimeException refused) {
      reservations.release(user, ticket);
      throw refused;
    }
  }

  private void unavailable() {
    if (settings.whenUnavailable() == Unavailable.CLOSED) {
      throw new ProblemException(
              Problem.LOG_UNAVAILABLE, "Questions cannot be counted at the moment. Try again.")
          .retryAfterSeconds(PAUSE_WHEN_AWAY.toSeconds());
    }
  }

  private static ProblemException exceeded(String detail, long waitSeconds) {
    return new ProblemException(Problem.LIMIT_EXCEEDED, detail).retryAfterSeconds(waitSeconds);
  }

  private static Duration untilTomorrow() {
    return Duration.between(
        Instant.now(),
        LocalDate.now(ZoneOffset.UTC).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /**
   * Charges an answer that has ended. Never fails: what cannot be counted now is counted later.
   *
   * @param tokens as the provider said, or as {@link #estimate estimated}
   */
  public void charge(String user, long tokens) {
    this.tokens.charge(user, tokens);
  }

  /** About as many tokens as this many characters are. */
  public static long estimate(long characters) {
    return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }

  /** The user's tokens of this day; empty when nobody can count. */
  public OptionalLong tokensToday(String user) {
    return tokens.ofUser(user);
  }

  public LimitSettings settings() {
    return settings;
  }

  /** To be called every few seconds: counts what could not be counted before. */
  void settle() {
    tokens.settle();
  }
}
