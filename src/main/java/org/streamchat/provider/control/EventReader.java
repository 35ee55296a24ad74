package org.streamchat.provider.control;

import java.util.function.Consumer;

/**
 * Reads one answer. Keeps what later events refer to; not thread-safe. What is not JSON is a {@link
 * jakarta.json.JsonException}.
 */
interface EventReader {
  /**
   * An event of a stream.
   *
   * @param name the {@code event} field, empty when there was none
   */
  void event(String name, byte[] bytes, int from, int to, Consumer<Chunk> heard);

  /**
   * Where the answer can be rejoined, behind everything heard so far; null when it cannot, which is
   * usual.
   */
  default String position() {
    return null;
  }

  /** An answer that came in one piece instead; without text, reason and error when it is none. */
  Chunk whole(byte[] body);
}
