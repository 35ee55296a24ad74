package org.streamchat.provider.control;

import org.streamchat.provider.entity.ModelRequest;

/** The port to one kind of model provider. */
public interface ModelGateway extends AutoCloseable {
  /**
   * Asks a model, without holding a thread while the answer comes; at most the user's key is read
   * from the database first. All failures, also those met at once, go to {@code listener.failed}.
   */
  ModelCall stream(ModelRequest request, ModelListener listener);

  /** Ends every call that is under way; their listeners hear nothing more. */
  @Override
  default void close() {}
}
