package org.streamchat.conversation.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.streamchat.platform.control.Environment;

/**
 * How much of a conversation a model is shown.
 *
 * @param turns the most turns of the branch, the one to answer included
 * @param tokens the most tokens of the whole prompt; 0 for no limit. The system prompt and the turn
 *     to answer are always part of it
 */
public record ContextSettings(int turns, int tokens) {
  /** What holds where nothing is set. */
  public static final ContextSettings USUAL = new ContextSettings(20, 32_000);

  private static final Logger LOG = System.getLogger(ContextSettings.class.getName());

  /** Reads {@code streamchat.context.turns} and {@code streamchat.context.tokens}. */
  @ApplicationScoped
  public static class Producer {
    /** Has a wrong setting found at the start. */
    void check(@Observes @Initialized(ApplicationScoped.class) Object start, ContextSettings read) {
      LOG.log(Level.DEBUG, () -> "context: " + read);
    }

    @Produces
    @Singleton
    static ContextSettings settings(Environment environment) {
      return new ContextSettings(
          environment.integer("streamchat.context.turns", USUAL.turns(), 1, 500),
          environment.integer("streamchat.context.tokens", USUAL.tokens(), 0, 100_000_000));
    }
  }
}
