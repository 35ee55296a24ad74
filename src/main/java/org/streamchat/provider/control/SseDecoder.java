package org.streamchat.provider.control;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts a byte stream into server-sent events, as the HTML standard says and somewhat more
 * leniently: an event that the end of the stream cuts short of its blank line still counts. It
 * works on bytes, so a character split over packets is nothing special to it, and keeps nothing but
 * the event that is under way.
 *
 * <p>Not thread-safe. A line or an event larger than the limit is a {@link TooLarge}.
 */
final class SseDecoder {
  /** Hears events. The bytes are lent: they are overwritten after the call. */
  @FunctionalInterface
  interface Sink {
    /**
     * An event is complete.
     *
     * @param name the event's {@code event} field, empty when it had none
     */
    void event(String name, byte[] bytes, int from, int to);
  }

  /** An event exceeds the limit. */
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLarge(int limit) {
      super("an event larger than " + limit + " bytes", null, false, false);
    }
  }

  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
  private static final int SMALL = 4 * 1024;

  private final int limit;
  private final Sink sink;

  // buffer[dataFrom..dataTo) holds the data of the event under way, buffer[lineFrom..end) the line
  // under way, of which
  // everything before `scanned` is known to hold no line end.
  private byte[] buffer = new byte[SMALL];
  private int dataFrom;
  private int dataTo;
  private int lineFrom;
  private int scanned;
  private int end;
  private boolean hasData;
  private String name = "";
  private boolean atStart = true;
  private boolean afterCr;

  SseDecoder(int limit, Sink sink) {
    this.limit = limit;
    this.sink = sink;
  }

  /** Takes the buffer's remaining bytes; calls the sink for each event they complete. */
  void feed(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      makeRoom();
      int n = Math.min(bytes.remaining(), buffer.length - end);
      bytes.get(buffer, end, n);
      end += n;
      if (skipByteOrderMark()) {
        cutLines();
        compact();
      }
    }
  }

  /** The stream has ended: what has been said of the last event counts. */
  void end() {
    if (lineFrom < end) {
      line(lineFrom, end);
    }
    lineFrom = scanned = end;
    dispatch();
  }

  private void cutLines() {
    byte[] b = buffer;
    int i = scanned;
    if (afterCr && i < end) {
      afterCr = false;
      if (b[i] == '\n') {
        lineFrom = ++i;
      }
    }
    for (; i < end; i++) {
      byte c = b[i];
      if (c != '\n' && c != '\r') {
        continue;
      }
      line(lineFrom, i);
      if (c == '\r') {
        if (i + 1 == end) {
          afterCr = true;
        } else if (b[i + 1] == '\n') {
          i++;
        }
      }
      lineFrom = i + 1;
    }
    scanned = end;
  }

  private void line(int from, int to) {
    if (from == to) {
      dispatch();
      return;
    }
    int colon = from;
    while (colon < to && buffer[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, to);
    if (value < to && buffer[value] == ' ') {
      value++;
    }
    if (is(DATA, from, colon)) {
      data(value, to);
    } else if (is(EVENT, from, colon)) {
      name = new String(buffer, value, to - value, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private void data(int from, int to) {
    if (!hasData) {
      hasData = true;
      dataFrom = from;
      dataTo = to;
      return;
    }
    // The field's name before `from` leaves room for the line feed that joins the lines.
    buffer[dataTo++] = '\n';
    System.arraycopy(buffer, from, buffer, dataTo, to - from);
    dataTo += to - from;
  }

  private void dispatch() {
    boolean complete = hasData;
    String event = name;
    hasData = false;
    name = "";
    if (complete) {
      sink.event(event, buffer, dataFrom, dataTo);
    }
  }

  private boolean is(byte[] field, int from, int to) {
    return Arrays.equals(buffer, from, to, field, 0, field.length);
  }

  /** False while it cannot be told yet whether the stream starts with a byte order mark. */
  private boolean skipByteOrderMark() {
    if (!atStart) {
      return true;
    }
    if (buffer[0] == (byte) 0xEF && (end < 2 || buffer[1] == (byte) 0xBB)) {
      if (end < 3) {
        return false;
      }
      if (buffer[2] == (byte) 0xBF) {
        lineFrom = scanned = 3;
      }
    }
    atStart = false;
    return true;
  }

  /** Moves what is still needed to the front. */
  private void compact() {
    int to = 0;
    if (hasData) {
      to = dataTo - dataFrom;
      System.arraycopy(buffer, dataFrom, buffer, 0, to);
      dataFrom = 0;
      dataTo = to;
    }
    int rest = end - lineFrom;
    if (rest > 0 && lineFrom != to) {
      System.arraycopy(buffer, lineFrom, buffer, to, rest);
    }
    lineFrom = to;
    end = scanned = to + rest;
  }

  private void makeRoom() {
    if (end < buffer.length) {
      return;
    }
    if (buffer.length >= limit) {
      throw new TooLarge(limit);
    }
    buffer = Arrays.copyOf(buffer, Math.min(limit, buffer.length * 2));
  }
}
