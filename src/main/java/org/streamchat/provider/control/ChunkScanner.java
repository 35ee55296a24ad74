package org.streamchat.provider.control;

import java.nio.charset.StandardCharsets;

/**
 * Reads the usual chunk of a stream, one piece of text or reasoning, straight from its bytes and
 * without any objects but the text. It knows its limits: whatever it does not take for the usual
 * (an end, figures, an error, escapes beyond the simple ones, anything malformed) it leaves to
 * {@link ChunkParser}, so the two agree wherever both answer.
 */
final class ChunkScanner {
  private static final byte[] CHOICES = ascii("choices");
  private static final byte[] DELTA = ascii("delta");
  private static final byte[] FINISH = ascii("finish_reason");
  private static final byte[] CONTENT = ascii("content");
  private static final byte[] REASONING = ascii("reasoning");
  private static final byte[] REASONING_CONTENT = ascii("reasoning_content");
  private static final byte[] REFUSAL = ascii("refusal");
  private static final byte[] USAGE = ascii("usage");
  private static final byte[] ERROR = ascii("error");
  private static final byte[] MESSAGE = ascii("message");
  private static final byte[] NULL = ascii("null");

  /** Ends a scan: this chunk is for the parser. Preallocated, it carries nothing. */
  @SuppressWarnings("StaticAssignmentOfThrowable")
  private static final class Unusual extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final Unusual CHUNK = new Unusual();

    private Unusual() {
      super(null, null, false, false);
    }
  }

  private byte[] b;
  private int at;
  private int to;
  private int keyFrom;
  private int keyTo;
  private String text;
  private String reasoning;
  private String reasoningContent;
  private boolean choicesSeen;
  private boolean deltaSeen;

  /** The chunk, or null when it is not of the usual kind. */
  Chunk scan(byte[] bytes, int from, int to) {
    this.b = bytes;
    this.at = from;
    this.to = to;
    text = reasoning = reasoningContent = null;
    choicesSeen = deltaSeen = false;
    try {
      chunk();
      return Chunk.of(text, reasoningContent != null ? reasoningContent : reasoning);
    } catch (Unusual | ArrayIndexOutOfBoundsException unusual) {
      return null;
    } finally {
      b = null;
    }
  }

  private void chunk() {
    expect('{');
    for (boolean more = firstKey(); more; more = nextKey()) {
      if (keyIs(CHOICES)) {
        usual(!choicesSeen);
        choicesSeen = true;
        choices();
      } else if (keyIs(USAGE) || keyIs(ERROR)) {
        nothing();
      } else {
        skip();
      }
    }
    usual(choicesSeen && next() == 0 && at == to);
  }

  private void choices() {
    expect('[');
    expect('{');
    for (boolean more = firstKey(); more; more = nextKey()) {
      if (keyIs(DELTA)) {
        usual(!deltaSeen);
        deltaSeen = true;
        delta();
      } else if (keyIs(FINISH) || keyIs(MESSAGE)) {
        nothing();
      } else {
        skip();
      }
    }
    usual(deltaSeen);
    expect(']');
  }

  private void delta() {
    expect('{');
    for (boolean more = firstKey(); more; more = nextKey()) {
      if (keyIs(CONTENT)) {
        usual(text == null);
        text = stringOrNull();
      } else if (keyIs(REASONING_CONTENT)) {
        usual(reasoningContent == null);
        reasoningContent = stringOrNull();
      } else if (keyIs(REASONING)) {
        usual(reasoning == null);
        reasoning = stringOrNull();
      } else if (keyIs(REFUSAL)) {
        nothing();
      } else {
        skip();
      }
    }
  }

  private boolean firstKey() {
    if (next() == '}') {
      at++;
      return false;
    }
    key();
    return true;
  }

  private boolean nextKey() {
    int c = next();
    at++;
    if (c == '}') {
      return false;
    }
    usual(c == ',');
    key();
    return true;
  }

  private void key() {
    expect('"');
    keyFrom = at;
    int i = at;
    while (b[i] != '"') {
      usual(b[i] != '\\');
      i++;
    }
    keyTo = i;
    at = i + 1;
    expect(':');
  }

  private boolean keyIs(byte[] name) {
    return keyTo - keyFrom == name.length
        && java.util.Arrays.equals(b, keyFrom, keyTo, name, 0, name.length);
  }

  private void nothing() {
    next();
    for (byte c : NULL) {
      usual(at < to && b[at++] == c);
    }
  }

  /** A string's value; null for null and for the empty string, which says nothing. */
  private String stringOrNull() {
    if (next() != '"') {
      nothing();
      return null;
    }
    int from = ++at;
    int i = from;
    while (true) {
      usual(i < to);
      byte c = b[i];
      if (c == '"') {
        at = i + 1;
        return i == from ? null : new String(b, from, i - from, StandardCharsets.UTF_8);
      }
      if (c == '\\') {
        return escaped(from, i);
      }
      usual(c >= ' ' || c < 0);
      i++;
    }
  }

  /**
   * The same with escapes: they are shorter than what they stand for, so the value is made in a
   * copy of the bytes.
   */
  private String escaped(int from, int firstEscape) {
    int i = firstEscape;
    while (b[i] != '"') {
      i += b[i] == '\\' ? 2 : 1;
      usual(i < to);
    }
    byte[] value = new byte[i - from];
    int n = firstEscape - from;
    System.arraycopy(b, from, value, 0, n);
    for (int j = firstEscape; j < i; j++) {
      byte c = b[j];
      if (c == '\\') {
        c = b[++j];
        if (c == 'u') {
          int unit = hex(j + 1);
          j += 4;
          if (Character.isHighSurrogate((char) unit)) {
            usual(b[j + 1] == '\\' && b[j + 2] == 'u');
            int low = hex(j + 3);
            usual(Character.isLowSurrogate((char) low));
            unit = Character.toCodePoint((char) unit, (char) low);
            j += 6;
          }
          n = encode(unit, value, n);
          continue;
        }
        c = simple(c);
      } else {
        usual(c >= ' ' || c < 0);
      }
      value[n++] = c;
    }
    at = i + 1;
    return new String(value, 0, n, StandardCharsets.UTF_8);
  }

  private static byte simple(byte escape) {
    return switch (escape) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '"', '\\', '/' -> escape;
      default -> throw Unusual.CHUNK;
    };
  }

  private int hex(int from) {
    int value = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = Character.digit(b[i], 16);
      usual(digit >= 0);
      value = (value << 4) | digit;
    }
    return value;
  }

  private static int encode(int codePoint, byte[] to, int at) {
    int n = at;
    if (codePoint < 0x80) {
      to[n++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      to[n++] = (byte) (0xC0 | (codePoint >> 6));
      to[n++] = (byte) (0x80 | (codePoint & 0x3F));
    } else if (codePoint < 0x10000) {
      usual(codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
      to[n++] = (byte) (0xE0 | (codePoint >> 12));
      to[n++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
      to[n++] = (byte) (0x80 | (codePoint & 0x3F));
    } else {
      to[n++] = (byte) (0xF0 | (codePoint >> 18));
      to[n++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
      to[n++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
      to[n++] = (byte) (0x80 | (codePoint & 0x3F));
    }
    return n;
  }

  private void skip() {
    int c = next();
    if (c == '"') {
      skipString();
    } else if (c == '{' || c == '[') {
      int depth = 0;
      do {
        c = b[at];
        if (c == '"') {
          skipString();
          continue;
        }
        if (c == '{' || c == '[') {
          depth++;
        } else if (c == '}' || c == ']') {
          depth--;
        }
        at++;
        usual(at <= to);
      } while (depth > 0);
    } else {
      int from = at;
      while (at < to && isLiteral(b[at])) {
        at++;
      }
      usual(at > from);
    }
  }

  private void skipString() {
    int i = at + 1;
    while (b[i] != '"') {
      i += b[i] == '\\' ? 2 : 1;
    }
    at = i + 1;
    usual(at <= to);
  }

  private static boolean isLiteral(byte c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || c == '-'
        || c == '+'
        || c == '.'
        || c == 'E';
  }

  private void expect(char wanted) {
    usual(next() == wanted);
    at++;
  }

  /** The next byte that is not white space, not taken yet; 0 at the end. */
  private int next() {
    while (at < to) {
      byte c = b[at];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return c;
      }
      at++;
    }
    return 0;
  }

  private static void usual(boolean holds) {
    if (!holds) {
      throw Unusual.CHUNK;
    }
  }

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
