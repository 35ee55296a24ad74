package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.streamchat.provider.entity.FinishReason.CONTENT_FILTER;
import static org.streamchat.provider.entity.FinishReason.LENGTH;
import static org.streamchat.provider.entity.FinishReason.STOP;
import static org.streamchat.support.Script.status;
import static org.streamchat.support.Script.stream;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;
import org.streamchat.support.Script;

/** What the adapter makes of what providers say. */
class ChatAnswersTest {
  private final Upstream upstream = new Upstream();

  @AfterEach
  void close() {
    upstream.close();
  }

  private static String choice(String rest) {
    return "{\"choices\":[{\"index\":0," + rest + "}]}";
  }

  private static String delta(String members) {
    return choice("\"delta\":{" + members + "}");
  }

  static Stream<Arguments> answers() {
    Usage some = new Usage(5, 9);
    String stop = choice("\"delta\":{},\"finish_reason\":\"stop\"");
    return Stream.of(
        answer(
            "the usual",
            stream().role().text("Hel").text("lo").finish("stop").usage(5, 9).done(),
            "Hello",
            STOP,
            some),
        answer(
            "comments",
            stream()
                .comment("OPENROUTER PROCESSING")
                .text("Hello")
                .comment("")
                .finish("stop")
                .done(),
            "Hello",
            STOP),
        answer(
            "empty choices",
            stream()
                .event("{\"choices\":[],\"prompt_filter_results\":[]}")
                .text("Hello")
                .finish("stop")
                .done(),
            "Hello",
            STOP),
        answer(
            "no choices",
            stream().event("{\"id\":\"x\"}").text("Hello").finish("stop").done(),
            "Hello",
            STOP),
        answer(
            "role-only deltas",
            stream().role().role().text("Hello").finish("stop").done(),
            "Hello",
            STOP),
        answer(
            "null content",
            stream().event(delta("\"content\":null")).text("Hello").finish("stop").done(),
            "Hello",
            STOP),
        answer(
            "null delta",
            stream().event(choice("\"delta\":null")).text("Hello").finish("stop").done(),
            "Hello",
            STOP),
        answer(
            "usage in a chunk of its own",
            stream().text("Hello").finish("stop").usage(5, 9).done(),
            "Hello",
            STOP,
            some),
        answer(
            "usage with the last choice",
            stream()
                .text("Hello")
                .event(
                    "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":9}}")
                .done(),
            "Hello",
            STOP,
            some),
        answer(
            "usage null",
            stream()
                .event("{\"choices\":[{\"delta\":{\"content\":\"Hello\"}}],\"usage\":null}")
                .finish("stop")
                .done(),
            "Hello",
            STOP),
        answer(
            "usage that makes no sense",
            stream()
                .text("Hello")
                .event("{\"choices\":[],\"usage\":{\"prompt_tokens\":\"many\"}}")
                .finish("stop")
                .done(),
            "Hello",
            STOP),
        answer("CRLF", stream().lineEnd("\r\n").text("Hello").finish("stop").done(), "Hello", STOP),
        answer("CR", stream().lineEnd("\r").text("Hello").finish("stop").done(), "Hello", STOP),
        answer(
            "no space after data:",
            stream()
                .raw("data:" + delta("\"content\":\"Hello\"") + "\n\n")
                .raw("data:" + stop + "\n\ndata:[DONE]\n\n"),
            "Hello",
            STOP),
        answer(
            "several data lines",
            stream()
                .raw("data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"Hello\"}}]}\n\n")
                .finish("stop")
                .done(),
            "Hello",
            STOP),
        answer(
            "a byte order mark",
            stream().raw("\uFEFF").text("Hello").finish("stop").done(),
            "Hello",
            STOP),
        answer(
            "every byte a packet of its own",
            stream().packets(1).text("你好 👩‍🚀").finish("stop").done(),
            "你好 👩‍🚀",
            STOP),
        answer(
            "three bytes a packet",
            stream().packets(3).lineEnd("\r\n").text("né 你好").text("🙂").finish("stop").done(),
            "né 你好🙂",
            STOP),
        answer(
            "escaped characters",
            stream()
                .event(delta("\"content\":\"\\u4f60\\n\\ud83d\\ude42\\\"\""))
                .finish("stop")
                .done(),
            "你\n🙂\"",
            STOP),
        answer(
            "a character cut between its surrogates",
            stream()
                .event(delta("\"content\":\"a\\ud83d\""))
                .event(delta("\"content\":\"\\ude42b\""))
                .finish("stop")
                .done(),
            "a🙂b",
            STOP),
        answer(
            "content in parts",
            stream()
                .event(
                    delta(
                        "\"content\":[{\"type\":\"text\",\"text\":\"Hel\"},{\"type\":\"text\",\"text\":\"lo\"}]"))
                .finish("stop")
                .done(),
            "Hello",
            STOP),
        answer(
            "a refusal",
            stream().event(delta("\"refusal\":\"Hello\"")).finish("stop").done(),
            "Hello",
            STOP),
        answer("no [DONE]", stream().text("Hello").finish("stop"), "Hello", STOP),
        answer(
            "no [DONE], the connection reset",
            stream().text("Hello").finish("stop").reset(),
            "Hello",
            STOP),
        answer(
            "no [DONE], the connection kept open",
            stream().text("Hello").finish("stop").hang(),
            "Hello",
            STOP),
        answer(
            "[DONE], the connection kept open",
            stream().text("Hello").finish("stop").done().hang(),
            "Hello",
            STOP),
        answer("[DONE] without a reason", stream().text("Hello").done(), "Hello", STOP),
        answer(
            "text after [DONE]",
            stream().text("Hello").finish("stop").done().text("no"),
            "Hello",
            STOP),
        answer(
            "a ping event",
            stream()
                .raw("event: ping\ndata: {\"type\":\"ping\"}\n\n")
                .text("Hello")
                .finish("stop")
                .done(),
            "Hello",
            STOP),
        answer(
            "empty data",
            stream().raw("data:\n\n").text("Hello").finish("stop").done(),
            "Hello",
            STOP),
        answer(
            "no blank line at the end", stream().text("Hello").raw("data: " + stop), "Hello", STOP),
        answer(
            "error null",
            stream()
                .event("{\"error\":null,\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}")
                .finish("stop")
                .done(),
            "Hello",
            STOP),
        answer(
            "the reason with the last text",
            stream()
                .event(choice("\"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"length\""))
                .done(),
            "Hello",
            LENGTH),
        answer("length", stream().text("Hello").finish("length").done(), "Hello", LENGTH),
        answer(
            "content_filter",
            stream().text("Hello").finish("content_filter").done(),
            "Hello",
            CONTENT_FILTER),
        answer("tool_calls", stream().text("Hello").finish("tool_calls").done(), "Hello", STOP),
        answer(
            "a reason nobody knows",
            stream().text("Hello").finish("because").done(),
            "Hello",
            STOP),
        answer(
            "an empty reason is none yet",
            stream()
                .event(choice("\"delta\":{\"content\":\"Hel\"},\"finish_reason\":\"\""))
                .text("lo")
                .finish("stop")
                .done(),
            "Hello",
            STOP),
        answer("no content type", status(200).text("Hello").finish("stop").done(), "Hello", STOP),
        answer(
            "JSON instead of a stream",
            status(200)
                .json(
                    "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":9}}"),
            "Hello",
            LENGTH,
            some),
        answer(
            "JSON called a stream",
            stream().packets(2).raw("\n {\"choices\":[{\"message\":{\"content\":\"Hello\"}}]}"),
            "Hello",
            STOP),
        answer("no text at all", stream().role().finish("stop").done(), "", STOP));
  }

  private static Arguments answer(String what, Script script, String text, FinishReason reason) {
    return answer(what, script, text, reason, null);
  }

  private static Arguments answer(
      String what, Script script, String text, FinishReason reason, Usage usage) {
    return arguments(what, script, text, reason, usage);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void understands(String what, Script script, String text, FinishReason reason, Usage usage)
      throws Exception {
    upstream.model.script("", script);

    Heard heard = upstream.ask("hi").end();

    assertThat(heard.failure).isNull();
    assertThat(heard.text()).isEqualTo(text);
    assertThat(heard.finish).isEqualTo(reason);
    assertThat(heard.usage).isEqualTo(usage);
    Waiting.until("the connection is let go", () -> upstream.gateway.openStreams() == 0);
  }

  @ParameterizedTest
  @MethodSource("thoughts")
  void keepsReasoningApart(Script script) throws Exception {
    upstream.model.script("", script);

    Heard heard = upstream.ask("hi").end();

    assertThat(heard.reasoning()).isEqualTo("I think");
    assertThat(heard.text()).isEqualTo("so");
  }

  static Stream<Script> thoughts() {
    return Stream.of(
        stream().reasoning("I ").reasoning("think").text("so").finish("stop").done(),
        stream().event(delta("\"reasoning\":\"I think\"")).text("so").finish("stop").done(),
        stream()
            .event(delta("\"reasoning\":\"I think\",\"reasoning_content\":\"I think\""))
            .text("so")
            .finish("stop")
            .done(),
        stream()
            .event(
                delta(
                    "\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"I"
                        + " think\"}]}]"))
            .text("so")
            .done(),
        status(200)
            .json(
                "{\"choices\":[{\"message\":{\"content\":\"so\",\"reasoning_content\":\"I"
                    + " think\"}}]}"));
  }
}
