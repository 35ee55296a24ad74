package org.streamchat.provider.control;

import org.streamchat.provider.entity.Exchange;

/** A call to a model that is under way. */
public interface ModelCall {
  /**
   * Closes the upstream connection, so that the provider stops producing. Idempotent, does not
   * block.
   */
  void cancel();

  /**
   * What was last asked and answered, as far as it has come; null when nothing was sent. Takes a
   * moment: not for the threads that read the network.
   */
  default Exchange exchange() {
    return null;
  }
}
