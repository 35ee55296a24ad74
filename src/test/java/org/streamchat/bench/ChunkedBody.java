package org.streamchat.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads a response of HTTP/1.1 with a chunked body, as it comes. */
final class ChunkedBody {
  private static final int MOST_HEAD = 16 * 1024;

  /** Takes the body's bytes. */
  interface Taker {
    void take(byte c);
  }

  private enum State {
    HEAD,
    SIZE,
    DATA,
    BEHIND,
    COMPLETE
  }

  private final Taker taker;
  private final StringBuilder head = new StringBuilder();
  private State state = State.HEAD;
  private int left;
  private long bytes;

  ChunkedBody(Taker taker) {
    this.taker = taker;
  }

  /** How much of the body has come. */
  long bytes() {
    return bytes;
  }

  boolean isComplete() {
    return state == State.COMPLETE;
  }

  /**
   * @throws IOException when the response is not a 200 with a chunked body
   */
  void feed(ByteBuffer in) throws IOException {
    while (in.hasRemaining() && state != State.COMPLETE) {
      byte c = in.get();
      switch (state) {
        case HEAD -> head(c);
        case SIZE -> size(c);
        case DATA -> {
          bytes++;
          taker.take(c);
          if (--left == 0) {
            state = State.BEHIND;
          }
        }
        case BEHIND -> state = c == '\n' ? State.SIZE : State.BEHIND;
        case COMPLETE -> {}
      }
    }
  }

  private void head(byte c) throws IOException {
    head.append((char) (c & 0xff));
    int length = head.length();
    if (c != '\n' || length < 4 || head.charAt(length - 3) != '\n') {
      if (length > MOST_HEAD) {
        throw new IOException("an endless head");
      }
      return;
    }
    String whole = head.toString();
    boolean chunked =
        whole.toLowerCase(java.util.Locale.ROOT).contains("\r\ntransfer-encoding: chunked");
    if (!whole.startsWith("HTTP/1.1 200 ") || !chunked) {
      throw new IOException(whole.lines().findFirst().orElse(""));
    }
    head.setLength(0);
    state = State.SIZE;
  }

  private void size(byte c) throws IOException {
    if (c == '\n') {
      state = left == 0 ? State.COMPLETE : State.DATA;
    } else if (c != '\r') {
      int digit = Character.digit(c, 16);
      if (digit < 0) {
        throw new IOException("no chunk: " + new String(new byte[] {c}, StandardCharsets.US_ASCII));
      }
      left = left << 4 | digit;
    }
  }
}
