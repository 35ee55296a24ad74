package org.streamchat.provider.control;

/** A call to a model that is under way. */
public interface ModelCall {
  /**
   * Closes the upstream connection, so that the provider stops producing. Idempotent, does not
   * block.
   */
  void cancel();
}
