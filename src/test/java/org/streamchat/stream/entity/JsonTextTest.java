package org.streamchat.stream.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.streamchat.stream.Page;

class JsonTextTest {
  private static final String ODD = "\u0000\u0001\t\n\r\"\\/\u007f\u2028\u2029\ufeff\uffff€你";

  private static String json(CharSequence... pieces) {
    StringBuilder json = JsonText.open(10);
    for (CharSequence piece : pieces) {
      JsonText.escape(piece, json);
    }
    return JsonText.close(json);
  }

  private static String read(String json) {
    return Page.json(json).getString("content");
  }

  private static String random(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(40);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(5)) {
        case 0 -> text.append(ODD.charAt(random.nextInt(ODD.length())));
        case 1 -> text.append((char) (0xd800 + random.nextInt(0x800)));
        case 2 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
        case 3 -> text.append((char) random.nextInt(0x10000));
        default -> text.append((char) (' ' + random.nextInt(95)));
      }
    }
    return text.toString();
  }

  @Test
  void isReadBackUnchangedWhateverTheText() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      String text = random(random);
      assertThat(read(json(text))).isEqualTo(text);
    }
  }

  @Test
  void survivesUtf8ThoughHalfAPairDoesNot() {
    Random random = new Random(2);
    for (int i = 0; i < 2_000; i++) {
      String text = random(random);
      byte[] wire = json(text).getBytes(StandardCharsets.UTF_8);
      assertThat(read(new String(wire, StandardCharsets.UTF_8))).isEqualTo(text);
    }
  }

  @Test
  void joinsPiecesWhereverTheyAreCut() {
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      String text = random(random);
      int cut = random.nextInt(text.length() + 1);
      assertThat(read(json(text.substring(0, cut), text.substring(cut)))).isEqualTo(text);
    }
  }

  @Test
  void isOneLine() {
    assertThat(json("a\r\nb\nc\u2028d\u2029\u0085"))
        .doesNotContain("\n", "\r", "\u2028", "\u2029")
        .isEqualTo("{\"content\":\"a\\r\\nb\\nc\\u2028d\\u2029\u0085\"}");
  }
}
