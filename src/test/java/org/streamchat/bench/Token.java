package org.streamchat.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A token's text: a word, and {@code ~<nanoseconds><number>~} with 16 and 6 digits to the base 16.
 * The digits are signs that no word consists of, so that a database that looks for words is not
 * given a million different ones.
 */
final class Token {
  private static final byte[] DIGITS = "!#$%&()*+,-./:;<".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] VALUES = new byte[128];
  private static final String WORDS =
      "about after again below could every first found great house large learn never other place"
          + " plant point right small sound spell still study their there these thing think three"
          + " under water where which world would write years after alone began black blood board"
          + " bring build carry cause check class clear close color cover cross dream drive early";
  private static final int WORD = 5;
  private static final int WORDS_COUNT = (WORDS.length() + 1) / (WORD + 1);
  private static final int TIME = 16;
  private static final int NUMBER = 6;

  static final int LENGTH = WORD + 1 + TIME + NUMBER + 3;

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < DIGITS.length; i++) {
      VALUES[DIGITS[i]] = (byte) i;
    }
  }

  private Token() {}

  static void write(long nanos, int number, ByteBuffer out) {
    int word = number % WORDS_COUNT * (WORD + 1);
    for (int i = word; i < word + WORD; i++) {
      out.put((byte) WORDS.charAt(i));
    }
    out.put((byte) ' ');
    out.put((byte) '~');
    digits(nanos, TIME, out);
    digits(number, NUMBER, out);
    out.put((byte) '~');
    out.put((byte) ' ');
  }

  private static void digits(long value, int count, ByteBuffer out) {
    for (int shift = 4 * (count - 1); shift >= 0; shift -= 4) {
      out.put(DIGITS[(int) (value >>> shift) & 15]);
    }
  }

  /** Hears of tokens. */
  interface Listener {
    void token(long nanos, int number);
  }

  /** Finds tokens in what comes byte by byte. */
  static final class Finder {
    private final Listener listener;
    private int digits = -1;
    private long nanos;
    private int number;

    Finder(Listener listener) {
      this.listener = listener;
    }

    void next(byte c) {
      if (digits < 0 || digits == TIME + NUMBER) {
        if (c == '~') {
          if (digits < 0) {
            begin();
          } else {
            digits = -1;
            listener.token(nanos, number);
          }
        } else {
          digits = -1;
        }
        return;
      }
      int value = c < 0 ? -1 : VALUES[c];
      if (value < 0) {
        digits = -1;
        if (c == '~') {
          begin();
        }
      } else if (digits++ < TIME) {
        nanos = nanos << 4 | value;
      } else {
        number = number << 4 | value;
      }
    }

    private void begin() {
      digits = 0;
      nanos = 0;
      number = 0;
    }
  }
}
