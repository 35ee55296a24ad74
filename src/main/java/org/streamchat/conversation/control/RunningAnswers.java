package org.streamchat.conversation.control;

import java.util.Collection;
import java.util.OptionalLong;

/**
 * What is known of the generations that run, on any node. Implemented by the component that makes
 * the answers.
 */
public interface RunningAnswers {
  /** The last event that the generation's log holds; empty when there is no log. */
  OptionalLong seq(String generationId);

  /** Stops the generation on whichever node makes it. Idempotent. */
  void stop(String generationId);

  /**
   * Removes the logs of generations whose session is no more; of one that was just stopped as soon
   * as its viewers have had the time to read its end. Returns at once. What cannot be removed
   * expires by itself.
   */
  void forget(Collection<String> generationIds);
}
