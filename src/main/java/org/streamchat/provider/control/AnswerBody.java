package org.streamchat.provider.control;

import jakarta.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The body of an answer, as chunks. It should be a stream of events; a server that does not stream
 * sends one JSON object instead, whatever it calls it, and that is told by the first byte.
 *
 * <p>Not thread-safe. What cannot be understood is a {@link
 * org.streamchat.problem.ProblemException}.
 */
final class AnswerBody {
  /** Stands for the {@code [DONE]} that ends a stream. */
  static final Chunk DONE = new Chunk(null, null, "[DONE]", null, null);

  private static final int LARGEST_EVENT = 1024 * 1024;
  private static final int LARGEST_COMPLETION = 8 * 1024 * 1024;
  private static final byte[] DONE_MARK = {'[', 'D', 'O', 'N', 'E', ']'};

  private final Consumer<Chunk> heard;
  private final SseDecoder events = new SseDecoder(LARGEST_EVENT, this::event);
  private final ChunkScanner scanner = new ChunkScanner();
  private boolean begun;
  private boolean atEnd;
  private ByteArrayOutputStream completion;

  AnswerBody(Consumer<Chunk> heard) {
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
    byte[] whole = completion.toByteArray();
    Chunk chunk = parse(whole, 0, whole.length);
    if (chunk.error() == null
        && chunk.finish() == null
        && chunk.text() == null
        && chunk.reasoning() == null) {
      throw ProviderFailures.notUnderstood("neither a stream nor a completion");
    }
    heard.accept(chunk);
    heard.accept(DONE);
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
    if (Arrays.equals(
        bytes, from, Math.min(to, from + DONE_MARK.length), DONE_MARK, 0, DONE_MARK.length)) {
      heard.accept(DONE);
      return;
    }
    Chunk chunk = scanner.scan(bytes, from, to);
    if (chunk == null) {
      chunk = parse(bytes, from, to);
    }
    if (name.equals("error") && chunk.error() == null) {
      chunk =
          new Chunk(null, null, null, null, ChunkParser.error(Arrays.copyOfRange(bytes, from, to)));
    }
    heard.accept(chunk);
  }

  private Chunk parse(byte[] bytes, int from, int to) {
    try {
      return ChunkParser.parse(bytes, from, to);
    } catch (JsonException malformed) {
      throw atEnd
          ? ProviderFailures.brokeOff()
          : ProviderFailures.notUnderstood("what is not JSON");
    }
  }
}
