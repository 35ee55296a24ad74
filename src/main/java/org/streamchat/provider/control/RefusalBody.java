package org.streamchat.provider.control;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * The body of an answer with an error status: as much of it as is needed to tell what it is about.
 */
final class RefusalBody {
  static final int LIMIT = 64 * 1024;

  private final int status;
  private final String retryAfter;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  RefusalBody(int status, String retryAfter) {
    this.status = status;
    this.retryAfter = retryAfter;
  }

  void feed(ByteBuffer bytes) {
    byte[] taken = new byte[Math.min(bytes.remaining(), LIMIT - body.size())];
    bytes.get(taken);
    body.write(taken, 0, taken.length);
  }

  int status() {
    return status;
  }

  String retryAfter() {
    return retryAfter;
  }

  byte[] bytes() {
    return body.toByteArray();
  }
}
