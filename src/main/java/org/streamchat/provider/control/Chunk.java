package org.streamchat.provider.control;

import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;

/**
 * What one event of an answer says; null for what it does not say. An error comes behind the text.
 */
record Chunk(String text, String reasoning, FinishReason finish, Usage usage, ProviderError error) {
  static final Chunk NOTHING = new Chunk(null, null, null, null, null);

  /** Stands for the mark that ends a stream; told by identity. */
  static final Chunk DONE = new Chunk(null, null, null, null, null);

  static Chunk of(String text, String reasoning) {
    return text == null && reasoning == null
        ? NOTHING
        : new Chunk(text, reasoning, null, null, null);
  }

  static Chunk end(FinishReason finish, Usage usage) {
    return new Chunk(null, null, finish, usage, null);
  }

  static Chunk failure(ProviderError error) {
    return new Chunk(null, null, null, null, error);
  }

  boolean saysNothing() {
    return text == null && reasoning == null && finish == null && error == null;
  }

  @SuppressWarnings("ReferenceEquality") // a mark
  boolean isDone() {
    return this == DONE;
  }
}
