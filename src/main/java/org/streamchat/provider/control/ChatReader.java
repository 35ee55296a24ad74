package org.streamchat.provider.control;

import java.util.Arrays;
import java.util.function.Consumer;

/** Reads an answer of Chat Completions. */
final class ChatReader implements EventReader {
  private static final byte[] DONE_MARK = {'[', 'D', 'O', 'N', 'E', ']'};

  private final ChunkScanner scanner = new ChunkScanner();

  @Override
  public void event(String name, byte[] bytes, int from, int to, Consumer<Chunk> heard) {
    int markEnd = Math.min(to, from + DONE_MARK.length);
    if (Arrays.equals(bytes, from, markEnd, DONE_MARK, 0, DONE_MARK.length)) {
      heard.accept(Chunk.DONE);
      return;
    }
    Chunk chunk = scanner.scan(bytes, from, to);
    if (chunk == null) {
      chunk = ChunkParser.parse(bytes, from, to);
    }
    if (name.equals("error") && chunk.error() == null) {
      chunk = Chunk.failure(ErrorParser.error(Arrays.copyOfRange(bytes, from, to)));
    }
    heard.accept(chunk);
  }

  @Override
  public Chunk whole(byte[] body) {
    return ChunkParser.parse(body, 0, body.length);
  }
}
