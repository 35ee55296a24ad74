package org.streamchat.provider.control;

import org.streamchat.provider.entity.Exchange;

/** A call to a model that is under way. */
public interface ModelCall {
  /**
   * Closes the upstream connection and sees to it that the provider stops producing. Idempotent,
   * does not block.
   */
  void cancel();

  /**
   * What was last asked and answered, as far as it has come; null when nothing was sent. Takes a
   * moment: not for the threads that read the network.
   */
  default Exchange exchange() {
    return null;
  }

  /**
   * Closes the connection only: a provider that makes answers by itself goes on, and may be
   * rejoined from elsewhere. Idempotent, does not block.
   */
  default void leave() {
    cancel();
  }
}
