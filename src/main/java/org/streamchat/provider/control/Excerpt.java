package org.streamchat.provider.control;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The beginning and the end of what may be any length. Takes no more memory than it keeps. */
final class Excerpt {
  private static final String REMOVED = "[key removed]";

  /** What is shorter is no secret, but may well be a word of the text. */
  private static final int SHORTEST_SECRET = 8;

  /** A character that was cut in two. */
  private static final int BROKEN = 3;

  private final int most;
  private final int last;
  private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
  private byte[] end = {};
  private long behind;

  /**
   * @param most how many bytes of the beginning are kept
   * @param last how many of the end
   */
  Excerpt(int most, int last) {
    this.most = most;
    this.last = last;
  }

  /** Leaves the buffer as it is. */
  void add(ByteBuffer bytes) {
    int from = bytes.position();
    int first = Math.min(bytes.remaining(), most - beginning.size());
    if (first > 0) {
      byte[] taken = new byte[first];
      bytes.get(from, taken);
      beginning.write(taken, 0, first);
      from += first;
    }
    int rest = bytes.limit() - from;
    if (rest > 0) {
      if (end.length == 0) {
        end = new byte[last];
      }
      // Only the last bytes of a large piece can stay.
      int skipped = Math.max(0, rest - last);
      behind += skipped;
      for (int at = from + skipped; at < bytes.limit(); ) {
        int place = (int) (behind % last);
        int count = Math.min(bytes.limit() - at, last - place);
        bytes.get(at, end, place, count);
        at += count;
        behind += count;
      }
    }
  }

  /** How many bytes of the middle are missing. */
  long dropped() {
    return Math.max(0, behind - last);
  }

  /** What is kept, as UTF-8; none of the secrets is in it, and no part of one at a cut. */
  String text(List<String> secrets) {
    if (dropped() == 0) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(beginning.toByteArray());
      whole.write(end, 0, (int) behind);
      return without(secrets, whole.toString(StandardCharsets.UTF_8));
    }
    int place = (int) (behind % last);
    ByteArrayOutputStream ordered = new ByteArrayOutputStream();
    ordered.write(end, place, last - place);
    ordered.write(end, 0, place);
    int margin = Math.max(BROKEN, secrets.stream().mapToInt(String::length).max().orElse(0));
    String head = without(secrets, beginning.toString(StandardCharsets.UTF_8));
    String tail = without(secrets, ordered.toString(StandardCharsets.UTF_8));
    return head.substring(0, Math.max(0, head.length() - margin))
        + "\n[…]\n"
        + tail.substring(Math.min(margin, tail.length()));
  }

  /** The text, with none of the secrets in it. */
  static String without(List<String> secrets, String text) {
    String clean = text;
    for (String secret : secrets) {
      if (secret.length() >= SHORTEST_SECRET) {
        clean = clean.replace(secret, REMOVED).replace(secret.replace("/", "\\/"), REMOVED);
      }
    }
    return clean;
  }
}
