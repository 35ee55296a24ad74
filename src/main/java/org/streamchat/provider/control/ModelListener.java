package org.streamchat.provider.control;

import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;

/**
 * Hears what a model says. Calls come one after another, never at the same time, and must return
 * quickly: they run on the thread that reads the network. Exactly one of {@link #finished} and
 * {@link #failed} comes last; none comes after {@link ModelCall#cancel()} has returned, save one
 * that was already under way.
 */
public interface ModelListener {
  /**
   * The provider has accepted the request; its text follows. Comes at most once, before any text.
   */
  void accepted();

  void text(String piece);

  void reasoning(String piece);

  /**
   * The provider makes this answer by itself: who rejoins it at this position is told what comes
   * behind all that has been heard so far.
   */
  default void position(String position) {}

  /**
   * @param usage null when the provider did not say
   */
  void finished(FinishReason reason, Usage usage);

  /**
   * {@code failure} carries the member {@code providerStatus} when the provider answered with an
   * HTTP status.
   */
  void failed(ProblemException failure);
}
