package org.streamchat.provider.control;

/** A call to a model that is under way. */
public interface ModelCall {
  /**
   * Closes the upstream connection and sees to it that the provider stops producing. Idempotent,
   * does not block.
   */
  void cancel();

  /**
   * Closes the connection only: a provider that makes answers by itself goes on, and may be
   * rejoined from elsewhere. Idempotent, does not block.
   */
  default void leave() {
    cancel();
  }
}
