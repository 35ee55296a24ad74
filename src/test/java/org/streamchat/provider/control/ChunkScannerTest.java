package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scanner says what the parser says, or nothing. */
class ChunkScannerTest {
  private static final String CHUNK =
      "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"m\","
          + "\"choices\":[{\"index\":0,\"delta\":{%s},\"logprobs\":null,\"finish_reason\":null}]}";

  private final ChunkScanner scanner = new ChunkScanner();

  private Chunk scan(String json) {
    // Surrounded by what a buffer holds besides: nothing of it may be read as part of the chunk.
    byte[] bytes = ("}]\"" + json + "\"}]}],1").getBytes(StandardCharsets.UTF_8);
    return scanner.scan(bytes, 3, bytes.length - 7);
  }

  private static Chunk parse(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return ChunkParser.parse(bytes, 0, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"content\":\"Hello\"",
        "\"content\":\"你好 👩‍🚀\"",
        "\"content\":\"a\\n\\t\\r\\\"\\\\\\/\\b\\fz\"",
        "\"content\":\"\\u4f60\\u597d \\u00e9 \\u0041 \\ud83d\\ude42\"",
        "\"content\":\"\"",
        "\"content\":null",
        "\"role\":\"assistant\"",
        "\"role\":\"assistant\",\"content\":\"\",\"refusal\":null",
        "\"reasoning_content\":\"hm\",\"content\":null",
        "\"reasoning\":\"hm\"",
        "\"reasoning\":\"a\",\"reasoning_content\":\"b\",\"content\":\"c\"",
        "\"content\":\"x\",\"tool_calls\":[{\"a\":\"}]\\\"\",\"b\":[1,{}]}],\"n\":-1.5e+3,\"t\":true",
        "",
        " \"content\" : \"x\" , \"role\" : null "
      })
  void takesTheUsualAsTheParserDoes(String delta) {
    String chunk = CHUNK.formatted(delta);
    assertThat(scan(chunk)).isNotNull().isEqualTo(parse(chunk));
    String spaced = chunk.replace(":[", " : [\n").replace("]}", " ] } ");
    assertThat(scan(spaced)).isEqualTo(parse(spaced));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}",
        "{\"choices\":[]}",
        "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"\\ud83d\"}}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"a\",\"content\":\"b\"}}]}",
        "{\"choices\":[{\"delta\":{\"refusal\":\"no\"}}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"a\"}},{\"delta\":{\"content\":\"b\"}}]}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}",
        "{\"choices\":null}",
        "{\"error\":{\"message\":\"x\"}}",
        "{}"
      })
  void leavesTheUnusualToTheParser(String chunk) {
    assertThat(scan(chunk)).isNull();
    assertThat(parse(chunk)).isNotNull();
  }

  @Test
  void leavesWhatIsCutShortToTheParser() {
    String chunk = CHUNK.formatted("\"content\":\"a\\n\\u4f60b\",\"x\":[{\"y\":\"z\"}]");
    for (int end = 0; end < chunk.length(); end++) {
      assertThat(scan(chunk.substring(0, end))).as(chunk.substring(0, end)).isNull();
    }
  }

  @Test
  void neverContradictsTheParser() {
    Random random = new Random(42);
    String[] bits = {
      "\"content\":\"a\"",
      "\"content\":\"\\u12",
      "\\",
      "\"",
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      "null",
      "\"error\":null",
      "\"usage\":null",
      "\"role\":\"assistant\"",
      "1",
      "你",
      "\\n",
      "\"finish_reason\":\"stop\"",
      "\"reasoning\":\"r\"",
      " ",
      "\n",
      "true"
    };
    int agreed = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder chunk = new StringBuilder(CHUNK.formatted("\"content\":\"hi\""));
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        int at = random.nextInt(chunk.length());
        switch (random.nextInt(3)) {
          case 0 -> chunk.insert(at, bits[random.nextInt(bits.length)]);
          case 1 -> chunk.delete(at, Math.min(chunk.length(), at + 1 + random.nextInt(12)));
          default -> chunk.setCharAt(at, bits[random.nextInt(bits.length)].charAt(0));
        }
      }
      Chunk scanned = scan(chunk.toString());
      if (scanned != null) {
        Chunk parsed;
        try {
          parsed = parse(chunk.toString());
        } catch (JsonException malformed) {
          continue;
        }
        assertThat(scanned).as(chunk.toString()).isEqualTo(parsed);
        agreed++;
      }
    }
    assertThat(agreed).isGreaterThan(1000);
  }
}
