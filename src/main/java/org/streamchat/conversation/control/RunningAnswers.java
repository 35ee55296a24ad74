package org.streamchat.conversation.control;

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
}
