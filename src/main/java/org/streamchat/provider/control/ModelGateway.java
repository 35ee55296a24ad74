package org.streamchat.provider.control;

import java.util.Optional;
import org.streamchat.provider.entity.ModelRequest;

/** The port to one kind of model provider. */
public interface ModelGateway extends AutoCloseable {
  /**
   * Asks a model, without blocking and without holding a thread while the answer comes. All
   * failures, also those met at once, go to {@code listener.failed}.
   */
  ModelCall stream(ModelRequest request, ModelListener listener);

  /**
   * Joins an answer that the provider goes on making by itself, behind a position that a listener
   * was told: nothing is asked for twice. Otherwise like {@link #stream}.
   *
   * @return empty when this provider, as it is set up now, cannot do that
   */
  default Optional<ModelCall> rejoin(
      ModelRequest request, String position, ModelListener listener) {
    return Optional.empty();
  }

  /** Ends what goes on in the background; open calls are cut. */
  @Override
  default void close() {}
}
