package org.streamchat.provider.control;

import jakarta.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * The body of an answer, as chunks. It should be a stream of events; a server that does not stream
 * sends one JSON object instead, whatever it calls it, and that is told by the first byte.
 *
 * <p>Not thread-safe. What cannot be understood is a {@link
 * org.streamchat.problem.ProblemException}.
 */
final class AnswerBody {
  private static final int LARGEST_EVENT = 1024 * 1024;
  private static final int LARGEST_COMPLETION = 8 * 1024 * 1024;

  private final EventReader reader;
  private final Consumer<Chunk> heard;
  private final SseDecoder events = new SseDecoder(LARGEST_EVENT, this::event);
  private boolean begun;
  private boolean atEnd;
  private ByteArrayOutputStream completion;

  AnswerBody(EventReader reader, Consumer<Chunk> heard) {
    this.reader = reader;
    this.heard = heard;
  }

  void feed(ByteBuffer bytes) {
    if (!begun) {
      begin(bytes);
    }
    if (completion != null) {
      if (completion.size() + bytes.remaining() > LARGEST_COMPLETION) {
        throw ProviderFailures.notUnderstood("an answer that is too large");
      }
      byte[] taken = new byte[bytes.remaining()];
      bytes.get(taken);
      completion.write(taken, 0, taken.length);
      return;
    }
    try {
      events.feed(bytes);
    } catch (SseDecoder.TooLarge tooLarge) {
      throw ProviderFailures.notUnderstood(tooLarge.getMessage());
    }
  }

  /** The body has ended whole; a completion is understood now. */
  void end() {
    atEnd = true;
    if (completion == null) {
      events.end();
      return;
    }
    Chunk chunk;
    try {
      chunk = reader.whole(completion.toByteArray());
    } catch (JsonException malformed) {
      throw ProviderFailures.brokeOff();
    }
    if (chunk.saysNothing()) {
      throw ProviderFailures.notUnderstood("neither a stream nor a completion");
    }
    heard.accept(chunk);
    heard.accept(Chunk.DONE);
  }

  private void begin(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte c = bytes.get(bytes.position());
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        begun = true;
        completion = c == '{' ? new ByteArrayOutputStream() : null;
        return;
      }
      bytes.get();
    }
  }

  private void event(String name, byte[] bytes, int from, int to) {
    if (from == to) {
      return;
    }
    try {
      reader.event(name, bytes, from, to, heard);
    } catch (JsonException malformed) {
      throw atEnd
          ? ProviderFailures.brokeOff()
          : ProviderFailures.notUnderstood("what is not JSON");
    }
  }
}
