package org.streamchat.provider.control;

import org.streamchat.provider.entity.ModelRequest;

/** A wire protocol: how a question is put, and how the answer is read. Stateless. */
interface Protocol {
  /** What follows the base address. */
  String path();

  /** The request's body, JSON in UTF-8. */
  byte[] write(ModelRequest request, ProviderSettings defaults, Dialect dialect);

  EventReader reader();

  /**
   * @param position where an answer is rejoined, of which only the rest is read; null for a new one
   */
  default EventReader reader(String position) {
    return reader();
  }

  /**
   * What follows the base address to rejoin an answer at a position, with its query; null when the
   * protocol knows nothing of the kind.
   */
  default String rejoining(String position) {
    return null;
  }

  /** Whether an answer is made to its end although nobody listens, until it is cancelled. */
  default boolean isDetached(ProviderSettings defaults, Dialect dialect) {
    return false;
  }

  /** What follows the base address to end an answer that is made without a listener. */
  default String cancelling(String position) {
    return null;
  }

  /** The dialect to try after a refusal, or the same when it is about something else. */
  Dialect after(Dialect dialect, ProviderError refusal);
}
