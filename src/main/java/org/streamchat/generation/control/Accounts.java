package org.streamchat.generation.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import org.streamchat.conversation.control.Underway;
import org.streamchat.conversation.entity.Begun;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.conversation.entity.Running;
import org.streamchat.limits.control.Admission;
import org.streamchat.limits.control.AuditTrail;
import org.streamchat.limits.control.Limits;
import org.streamchat.limits.entity.AuditEntry;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.Turn;

/** What answers cost their users: leave to begin one, the charge when it has ended. */
@ApplicationScoped
public class Accounts {
  private final Limits limits;
  private final AuditTrail trail;
  private final Underway underway;

  /** For client proxies. */
  protected Accounts() {
    this(null, null, null);
  }

  @Inject
  public Accounts(Limits limits, AuditTrail trail, Underway underway) {
    this.limits = limits;
    this.trail = trail;
    this.underway = underway;
  }

  /**
   * Begins an answer if the present caller may have one more. What begins none, or repeats an
   * earlier send, is not counted.
   *
   * @throws org.streamchat.problem.ProblemException LIMIT_EXCEEDED, and what the beginning throws
   */
  Begun admitted(String owner, Supplier<Begun> beginning) {
    try (Admission admission = limits.admit(owner, () -> underway.count(owner))) {
      Begun begun = beginning.get();
      if (!begun.replayed()) {
        admission.use();
      }
      return begun;
    }
  }

  /**
   * Whether an answer could not be saved because its session has been deleted.
   *
   * @throws ProblemException DATABASE_UNAVAILABLE
   */
  boolean isOrphaned(Running running) {
    return !underway.isKept(running.generationId());
  }

  /** Charges and records an answer; to be called once, by whoever ended it. */
  void ended(Running running, Outcome outcome) {
    long tokens = tokens(running, outcome);
    limits.charge(running.owner(), tokens);
    trail.record(
        new AuditEntry(
            Instant.now(),
            running.owner(),
            "answer",
            running.sessionId() + " " + running.generationId(),
            outcome.status().name().toLowerCase(Locale.ROOT),
            tokens));
  }

  private static long tokens(Running running, Outcome outcome) {
    if (outcome.usage() != null) {
      return outcome.usage().promptTokens() + outcome.usage().completionTokens();
    }
    long said =
        (long) outcome.content().length()
            + outcome.reasoning().length()
            - running.content().length()
            - running.reasoning().length();
    if (said <= 0 && outcome.status() != MessageStatus.STOPPED) {
      // The provider has not done anything.
      return 0;
    }
    long asked = running.turns().stream().map(Turn::content).mapToLong(String::length).sum();
    return Limits.estimate(asked + running.content().length() + Math.max(0, said));
  }
}
