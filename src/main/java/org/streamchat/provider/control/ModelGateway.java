package org.streamchat.provider.control;

import org.streamchat.provider.entity.ModelRequest;

/** The port to one kind of model provider. */
public interface ModelGateway extends AutoCloseable {
  /**
   * Asks a model, without blocking and without holding a thread while the answer comes. All
   * failures, also those met at once, go to {@code listener.failed}.
   */
  ModelCall stream(ModelRequest request, ModelListener listener);

  /** Ends what goes on in the background; open calls are cut. */
  @Override
  default void close() {}
}
