package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.streamchat.provider.control.ProviderType.ANTHROPIC;
import static org.streamchat.provider.control.ProviderType.AZURE_OPENAI;
import static org.streamchat.provider.control.ProviderType.DEEPSEEK;
import static org.streamchat.provider.control.ProviderType.GROQ;
import static org.streamchat.provider.control.ProviderType.MISTRAL;
import static org.streamchat.provider.control.ProviderType.MOONSHOT;
import static org.streamchat.provider.control.ProviderType.OLLAMA;
import static org.streamchat.provider.control.ProviderType.OPENAI;
import static org.streamchat.provider.control.ProviderType.OPENAI_RESPONSES;
import static org.streamchat.provider.control.ProviderType.OPENROUTER;
import static org.streamchat.provider.control.ProviderType.QWEN;
import static org.streamchat.provider.control.ProviderType.VLLM;
import static org.streamchat.provider.control.ProviderType.ZHIPU;
import static org.streamchat.provider.entity.FinishReason.CONTENT_FILTER;
import static org.streamchat.provider.entity.FinishReason.LENGTH;
import static org.streamchat.provider.entity.FinishReason.STOP;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.streamchat.problem.Problem;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;
import org.streamchat.support.Script;

/** Streams as providers document them, over real HTTP, in packets that respect no character. */
class TranscriptsTest {
  private static final int PACKET = 13;

  private record Expected(
      ProviderType type,
      String transcript,
      String text,
      String reasoning,
      FinishReason finish,
      Usage usage) {
    @Override
    public String toString() {
      return transcript;
    }
  }

  private record Failing(ProviderType type, String transcript, Problem problem) {
    @Override
    public String toString() {
      return transcript;
    }
  }

  static Stream<Expected> answers() {
    return Stream.of(
        new Expected(OPENAI, "openai", "Hello! 🙂 How can I help?", "", STOP, new Usage(19, 10)),
        new Expected(
            AZURE_OPENAI, "azure-openai", "The story begins", "", CONTENT_FILTER, new Usage(21, 3)),
        new Expected(
            DEEPSEEK,
            "deepseek-reasoner",
            "**9.8** 更大",
            "9.11 or 9.8? 比较小数",
            STOP,
            new Usage(17, 42)),
        new Expected(QWEN, "qwen-thinking", "我是通义千问。", "好的，用户问我是谁。", LENGTH, new Usage(10, 360)),
        new Expected(MOONSHOT, "moonshot", "你好。", "", STOP, new Usage(19, 13)),
        new Expected(GROQ, "groq", "Fast", "", STOP, new Usage(18, 1)),
        new Expected(OLLAMA, "ollama", "1 + 1 = 2", "Simple sum.", STOP, new Usage(14, 88)),
        new Expected(
            VLLM, "vllm", "\n\nParis 🇫🇷", "\nOkay, capital.\n", LENGTH, new Usage(15, 128)),
        new Expected(ZHIPU, "zhipu", "你好👋！", "用户问候。", CONTENT_FILTER, new Usage(8, 262)),
        new Expected(OPENROUTER, "openrouter", "Good day.", "Greet", LENGTH, new Usage(7, 4)),
        new Expected(
            MISTRAL, "mistral-magistral", "Né en 1821", "Bonjour ?", LENGTH, new Usage(9, 12)),
        new Expected(
            ANTHROPIC,
            "anthropic-thinking",
            "27 × 453 = 12,231",
            "Let me solve this:\n453 = 400 + 50 + 3",
            STOP,
            new Usage(40, 115)),
        new Expected(
            ANTHROPIC, "anthropic-refusal", "I would", "", CONTENT_FILTER, new Usage(564, 22)),
        new Expected(
            OPENAI_RESPONSES,
            "openai-responses",
            "Hi there! 你好",
            "**Greeting**\n\n**Language**",
            STOP,
            new Usage(37, 74)),
        new Expected(
            OPENAI_RESPONSES,
            "openai-responses-incomplete",
            "Once upon",
            "",
            LENGTH,
            new Usage(11, 16)));
  }

  static Stream<Failing> breaks() {
    return Stream.of(
        new Failing(OPENAI_RESPONSES, "openai-responses-failed", Problem.PROVIDER_FAILED),
        new Failing(ANTHROPIC, "anthropic-overloaded", Problem.PROVIDER_FAILED),
        new Failing(DEEPSEEK, "deepseek-no-resource", Problem.PROVIDER_FAILED),
        new Failing(OPENROUTER, "openrouter-error", Problem.PROVIDER_FAILED));
  }

  private static Script script(String transcript) throws IOException {
    try (InputStream in =
        TranscriptsTest.class.getResourceAsStream("../transcripts/" + transcript + ".sse")) {
      return Script.stream()
          .packets(PACKET)
          .raw(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void areUnderstood(Expected expected) throws Exception {
    try (Upstream upstream = new Upstream(expected.type(), Upstream.PATIENT)) {
      upstream.model.script("", script(expected.transcript()));

      Heard heard = upstream.ask("hi").end();

      assertThat(heard.failure).isNull();
      assertThat(heard.text()).isEqualTo(expected.text());
      assertThat(heard.reasoning()).isEqualTo(expected.reasoning());
      assertThat(heard.finish).isEqualTo(expected.finish());
      assertThat(heard.usage).isEqualTo(expected.usage());
      Waiting.until("the connection is let go", () -> upstream.gateway.openStreams() == 0);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaks")
  void breakOffWithTheTextSoFar(Failing failing) throws Exception {
    try (Upstream upstream = new Upstream(failing.type(), Upstream.PATIENT)) {
      upstream.model.script("", script(failing.transcript()));

      Heard heard = upstream.ask("hi").end();

      assertThat(heard.text()).isEqualTo("Once");
      assertThat(heard.failure.problem()).isEqualTo(failing.problem());
      assertThat(heard.failure.getMessage()).doesNotContain("sk-");
    }
  }
}
