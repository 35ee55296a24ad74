package org.streamchat.provider.control;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The kinds of provider that are known: what they speak, and where they usually are. */
enum ProviderType {
  OPENAI("OpenAI", new ChatProtocol(), "https://api.openai.com/v1", "gpt-4o-mini"),
  OPENAI_RESPONSES("OpenAI", new ResponsesProtocol(), "https://api.openai.com/v1", "gpt-5-mini"),
  AZURE_OPENAI("Azure OpenAI", new ChatProtocol(), null, null),
  ANTHROPIC(
      "Anthropic", new MessagesProtocol(), "https://api.anthropic.com/v1", "claude-sonnet-4-5"),
  QWEN(
      "Qwen", new ChatProtocol(), "https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen-plus"),
  DEEPSEEK("DeepSeek", new ChatProtocol(), "https://api.deepseek.com/v1", "deepseek-chat"),
  MOONSHOT("Moonshot", new ChatProtocol(), "https://api.moonshot.cn/v1", "kimi-latest"),
  ZHIPU("Zhipu", new ChatProtocol(), "https://open.bigmodel.cn/api/paas/v4", "glm-4-flash"),
  MISTRAL("Mistral", new ChatProtocol(), "https://api.mistral.ai/v1", "mistral-small-latest"),
  GROQ("Groq", new ChatProtocol(), "https://api.groq.com/openai/v1", "llama-3.3-70b-versatile"),
  OPENROUTER("OpenRouter", new ChatProtocol(), "https://openrouter.ai/api/v1", "openrouter/auto"),
  OLLAMA("Ollama", new ChatProtocol(), "http://localhost:11434/v1", null),
  VLLM("vLLM", new ChatProtocol(), "http://localhost:8000/v1", null),
  OPENAI_COMPATIBLE(null, new ChatProtocol(), null, null);

  private static final String ANTHROPIC_VERSION = "2023-06-01";

  private final String title;
  private final Protocol protocol;
  private final URI home;
  private final String model;

  ProviderType(String title, Protocol protocol, String home, String model) {
    this.title = title;
    this.protocol = protocol;
    this.home = home == null ? null : URI.create(home);
    this.model = model;
  }

  /** As it is written in settings. */
  String written() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What to call it, null when it has no name of its own. */
  String title() {
    return title;
  }

  Protocol protocol() {
    return protocol;
  }

  /** Null when the operator has to say. */
  URI home() {
    return home;
  }

  /** Null when the operator has to say. */
  String model() {
    return model;
  }

  /** Whether it answers nobody without a key; a server of one's own may. */
  boolean needsKey(boolean atHome) {
    return switch (this) {
      case OLLAMA, VLLM, OPENAI_COMPATIBLE -> false;
      case AZURE_OPENAI -> true;
      default -> atHome;
    };
  }

  /**
   * Whether it can be asked for its models. Azure names those it could deploy, not those it has.
   */
  boolean listsModels() {
    return this != AZURE_OPENAI;
  }

  /** What shows the key, in the provider's own way. */
  Map<String, String> authentication(String key) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (this == ANTHROPIC) {
      headers.put("anthropic-version", ANTHROPIC_VERSION);
    }
    if (key != null) {
      switch (this) {
        case ANTHROPIC -> headers.put("x-api-key", key);
        case AZURE_OPENAI -> headers.put("api-key", key);
        default -> headers.put("Authorization", "Bearer " + key);
      }
    }
    return headers;
  }
}
