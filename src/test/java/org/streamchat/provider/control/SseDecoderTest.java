package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SseDecoderTest {
  private static final int LIMIT = 64 * 1024;

  private static List<String> decode(byte[] stream, int packet) {
    List<String> events = new ArrayList<>();
    SseDecoder decoder =
        new SseDecoder(
            LIMIT,
            (name, b, from, to) ->
                events.add(
                    (name.isEmpty() ? "" : name + "=")
                        + new String(b, from, to - from, StandardCharsets.UTF_8)));
    for (int at = 0; at < stream.length; at += packet) {
      int n = Math.min(packet, stream.length - at);
      decoder.feed(ByteBuffer.wrap(stream, at, n).slice().asReadOnlyBuffer());
    }
    decoder.end();
    return events;
  }

  static Stream<Arguments> streams() {
    return Stream.of(
        arguments("a plain event", "data: a\n\n", List.of("a")),
        arguments("two events", "data: a\n\ndata: b\n\n", List.of("a", "b")),
        arguments("CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", List.of("a", "b")),
        arguments("CR", "data: a\r\rdata: b\r\r", List.of("a", "b")),
        arguments("mixed line ends", "data: a\r\ndata: b\n\rdata: c\n\r\n", List.of("a\nb", "c")),
        arguments("no space", "data:a\n\n", List.of("a")),
        arguments("only the first space goes", "data:  a \n\n", List.of(" a ")),
        arguments(
            "several data lines", "data: {\ndata: \"a\":\ndata: 1}\n\n", List.of("{\n\"a\":\n1}")),
        arguments("several data lines, one empty", "data: a\ndata\ndata: b\n\n", List.of("a\n\nb")),
        arguments("comments", ": hi\n\ndata: a\n: again\ndata: b\n:\n\n", List.of("a\nb")),
        arguments(
            "other fields",
            "id: 7\nretry: 10\nfoo\nevent: error\ndata: a\n\ndata: b\n\n",
            List.of("error=a", "b")),
        arguments("a name alone is no event", "event: x\n\ndata: a\n\n", List.of("a")),
        arguments("a name after the data", "data: a\nevent: x\n\n", List.of("x=a")),
        arguments("empty data", "data:\n\ndata: a\n\n", List.of("", "a")),
        arguments("blank lines", "\n\n\r\n\ndata: a\n\n\n\n", List.of("a")),
        arguments("names that only begin alike", "datab: x\ndat: y\ndata: a\n\n", List.of("a")),
        arguments("a byte order mark", "\uFEFFdata: a\n\n", List.of("a")),
        arguments("a byte order mark later is text", "data: \uFEFFa\n\n", List.of("\uFEFFa")),
        arguments(
            "Chinese, accents, emoji",
            "data: 你好 né 👩‍🚀\n\ndata: 🙂\n\n",
            List.of("你好 né 👩‍🚀", "🙂")),
        arguments("no blank line at the end", "data: a\n\ndata: b\n", List.of("a", "b")),
        arguments("no line end at the end", "data: a\n\ndata: b", List.of("a", "b")),
        arguments("colons in the data", "data: a: b:c\n\n", List.of("a: b:c")),
        arguments(
            "larger than the first buffer",
            "data: " + "x".repeat(20_000) + "\n\n",
            List.of("x".repeat(20_000))),
        arguments("nothing", "", List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("streams")
  void decodesHoweverTheBytesArrive(String what, String stream, List<String> events) {
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    for (int packet = 1; packet <= Math.min(40, bytes.length + 1); packet++) {
      assertThat(decode(bytes, packet)).as("packets of %d bytes", packet).isEqualTo(events);
    }
    assertThat(decode(bytes, Integer.MAX_VALUE / 2)).isEqualTo(events);
  }

  @Test
  void refusesALineWithoutEnd() {
    byte[] line = ("data: " + "x".repeat(LIMIT)).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> decode(line, 1000)).isInstanceOf(SseDecoder.TooLarge.class);
  }

  @Test
  void refusesAnEventWithoutEnd() {
    byte[] lines = ("data: " + "x".repeat(1000) + "\n").repeat(70).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> decode(lines, 1000)).isInstanceOf(SseDecoder.TooLarge.class);
  }

  @Test
  void keepsNothingOfWhatIsNotData() {
    byte[] comments = (": " + "x".repeat(1000) + "\n").repeat(200).getBytes(StandardCharsets.UTF_8);
    assertThat(decode(comments, 777)).isEmpty();
  }
}
