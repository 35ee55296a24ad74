package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.SettingException;

class ProviderRegistryTest {
  private static ProviderRegistry from(Map<String, String> environment) {
    return ProviderRegistry.from(Environment.of(environment));
  }

  private static ProviderSettings only(Map<String, String> environment) {
    List<ProviderSettings> providers = from(environment).providers();
    assertThat(providers).hasSize(1);
    return providers.get(0);
  }

  /** One provider called p. */
  private static ProviderSettings p(String... properties) {
    Map<String, String> environment = new HashMap<>(Map.of("streamchat.providers", "p"));
    for (int i = 0; i < properties.length; i += 2) {
      environment.put("streamchat.provider.p." + properties[i], properties[i + 1]);
    }
    return only(environment);
  }

  @Test
  void needsNothing() {
    ProviderRegistry registry = from(Map.of());

    assertThat(registry.providers()).isEmpty();
    assertThat(registry.patience().connection()).isEqualTo(Duration.ofSeconds(10));
    assertThat(registry.patience().firstToken()).isEqualTo(Duration.ofSeconds(120));
    assertThat(registry.patience().idle()).isEqualTo(Duration.ofSeconds(60));
    assertThat(registry.patience().retries()).isEqualTo(RetryPolicy.USUAL);
  }

  @Test
  void documentsTheDefaultsThatAreItsOwn() throws IOException {
    Properties documented = new Properties();
    try (InputStream file =
        getClass().getResourceAsStream("/META-INF/microprofile-config.properties")) {
      documented.load(file);
    }

    assertThat(ProviderRegistry.from(new Environment(documented::getProperty)))
        .isEqualTo(from(Map.of()));
  }

  @Test
  void aKeyAloneMeansOpenAi() {
    ProviderSettings settings = only(Map.of("OPENAI_API_KEY", "sk-1"));

    assertThat(settings.id()).isEqualTo("openai");
    assertThat(settings.name()).isEqualTo("OpenAI");
    assertThat(settings.type()).isEqualTo(ProviderType.OPENAI);
    assertThat(settings.defaultModel()).isEqualTo("gpt-4o-mini");
    assertThat(settings.maxTokens()).isNull();
    assertThat(settings.temperature()).isNull();
    assertThat(settings.call("m"))
        .isEqualTo(URI.create("https://api.openai.com/v1/chat/completions"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://h:1/v1,http://h:1/v1/chat/completions",
    "http://h:1/v1/,http://h:1/v1/chat/completions",
    "http://h:1,http://h:1/chat/completions",
    "https://h/openai/v1//,https://h/openai/v1/chat/completions",
    "https://h/v1/?tenant=7,https://h/v1/chat/completions?tenant=7"
  })
  void takesTheAddressAsItIsGiven(String base, URI call) {
    ProviderSettings settings = only(Map.of("OPENAI_BASE_URL", base));

    assertThat(settings.key()).isNull();
    assertThat(settings.needsKey()).isFalse();
    assertThat(settings.call("m")).isEqualTo(call);
  }

  @ParameterizedTest
  @CsvSource({
    "https://r.openai.azure.com,"
        + "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21",
    "https://r.openai.azure.com/openai/?api-version=2025-01-01,"
        + "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2025-01-01",
    "https://r.openai.azure.com/openai/deployments/d?api-version=2025-01-01,"
        + "https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2025-01-01",
    "https://r.openai.azure.com/openai/v1/,"
        + "https://r.openai.azure.com/openai/v1/chat/completions"
  })
  void findsADeploymentOfAzure(String base, URI call) {
    ProviderSettings azure =
        p("type", "azure-openai", "base-url", base, "key", "k", "default-model", "gpt");

    assertThat(azure.call("my gpt")).isEqualTo(call);
    assertThat(azure.headers("k")).isEqualTo(Map.of("api-key", "k"));
  }

  @Test
  void readsAnyNumberOfProviders() {
    ProviderRegistry registry =
        from(
            Map.of(
                "streamchat.providers", "openai,qwen , local",
                "OPENAI_API_KEY", "sk-1",
                "streamchat.provider.qwen.key", "sk-2",
                "streamchat.provider.qwen.models", "qwen-max, qwen-plus",
                "streamchat.provider.qwen.headers", "X-A=1, X-B=b=c",
                "streamchat.provider.local.base-url", "http://gpu:8000/v1",
                "streamchat.provider.local.default-model", "llama",
                "streamchat.provider.local.max-tokens", "100",
                "streamchat.provider.local.temperature", "0.5"));

    assertThat(registry.providers())
        .extracting(ProviderSettings::id)
        .containsExactly("openai", "qwen", "local");
    assertThat(registry.providers().get(0).key()).isEqualTo("sk-1");
    ProviderSettings qwen = registry.providers().get(1);
    assertThat(qwen.type()).isEqualTo(ProviderType.QWEN);
    assertThat(qwen.defaultModel()).isEqualTo("qwen-max");
    assertThat(qwen.headers("sk-2"))
        .isEqualTo(Map.of("Authorization", "Bearer sk-2", "X-A", "1", "X-B", "b=c"));
    ProviderSettings local = registry.providers().get(2);
    assertThat(local.type()).isEqualTo(ProviderType.OPENAI_COMPATIBLE);
    assertThat(local.headers(null)).isEmpty();
    assertThat(local.maxTokens()).isEqualTo(100);
    assertThat(local.temperature()).isEqualTo(0.5);
  }

  @Test
  void hasModelsOfAnthropicThinkWhereTheOperatorSaysSo() {
    Map<String, String> settings =
        Map.of("streamchat.providers", "anthropic", "streamchat.provider.anthropic.key", "k");
    assertThat(only(settings).thinkingTokens()).isNull();
    Map<String, String> thinking = new HashMap<>(settings);
    thinking.put("streamchat.provider.anthropic.thinking-tokens", "2000");
    assertThat(only(thinking).thinkingTokens()).isEqualTo(2000);
  }

  @Test
  void prefersAProvidersOwnPropertiesToTheShortOnes() {
    ProviderSettings settings =
        only(
            Map.of(
                "OPENAI_API_KEY", "sk-1",
                "OPENAI_MODEL", "short",
                "streamchat.provider.openai.default-model", "long"));

    assertThat(settings.key()).isEqualTo("sk-1");
    assertThat(settings.defaultModel()).isEqualTo("long");
  }

  @ParameterizedTest
  @EnumSource(ProviderType.class)
  void knowsEveryPresetByItsName(ProviderType type) {
    ProviderSettings settings =
        only(
            Map.of(
                "streamchat.providers",
                type.written(),
                "streamchat.provider." + type.written() + ".base-url",
                "http://h/v1",
                "streamchat.provider." + type.written() + ".default-model",
                "m"));

    assertThat(settings.type()).isEqualTo(type);
    assertThat(settings.call("m").toString()).startsWith("http://h/v1/");
    if (type.home() != null) {
      assertThat(type.home().toString()).doesNotEndWith("/");
    }
  }

  /** As MicroProfile Config looks a property up in the environment. */
  @Test
  void canBeSetByTheEnvironment() {
    Map<String, String> variables =
        Map.of(
            "STREAMCHAT_PROVIDERS", "my-qwen",
            "STREAMCHAT_PROVIDER_MY_QWEN_TYPE", "qwen",
            "STREAMCHAT_PROVIDER_MY_QWEN_BASE_URL", "https://h/v1",
            "STREAMCHAT_PROVIDER_MY_QWEN_KEY", "sk-1");
    Environment environment =
        new Environment(
            name -> variables.get(name.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT)));

    ProviderSettings settings = ProviderRegistry.from(environment).providers().get(0);

    assertThat(settings.type()).isEqualTo(ProviderType.QWEN);
    assertThat(settings.baseUrl()).isEqualTo(URI.create("https://h/v1"));
    assertThat(settings.key()).isEqualTo("sk-1");
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI_BASE_URL,localhost:8080",
    "OPENAI_BASE_URL,ftp://h/v1",
    "OPENAI_API_KEY,sk 1",
    "OPENAI_MAX_TOKENS,0",
    "OPENAI_MAX_TOKENS,many",
    "OPENAI_TEMPERATURE,2.1",
    "OPENAI_TEMPERATURE,-1",
    "streamchat.provider.connect-timeout,0s",
    "streamchat.provider.first-token-timeout,soon",
    "streamchat.provider.idle-timeout,2h",
    "streamchat.providers,a b",
    "streamchat.providers,'a,a'",
    "streamchat.providers,A",
    "streamchat.providers,demo",
    "streamchat.providers,','",
    "streamchat.provider.openai.type,gpt",
    "streamchat.provider.openai.headers,X",
    "streamchat.provider.openai.headers,Host=h",
    "streamchat.provider.openai.headers,=v",
    "streamchat.provider.openai.own-keys,maybe",
    "streamchat.provider.openai.context-tokens,1",
    "streamchat.provider.openai.thinking-tokens,2000",
    "streamchat.provider.openai.models,','"
  })
  void namesAWrongSetting(String name, String value) {
    Map<String, String> environment = new HashMap<>(Map.of("OPENAI_API_KEY", "sk-1"));
    environment.put(name, value);

    assertThatThrownBy(() -> from(environment))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith(name + " takes ");
  }

  @Test
  void namesWhatIsMissing() {
    assertThatThrownBy(() -> p()).hasMessageStartingWith("streamchat.provider.p.base-url takes ");
    assertThatThrownBy(() -> p("base-url", "http://h/v1"))
        .hasMessageStartingWith("streamchat.provider.p.default-model takes ");
    assertThatThrownBy(() -> p("type", "azure-openai"))
        .hasMessageStartingWith("streamchat.provider.p.base-url takes ");
    assertThatThrownBy(() -> p("type", "mistral", "own-keys", "false"))
        .hasMessageStartingWith("streamchat.provider.p.key takes ");
    assertThatThrownBy(() -> p("type", "mistral", "models", "a,b", "default-model", "c"))
        .hasMessageStartingWith("streamchat.provider.p.default-model takes ");
  }

  @Test
  void neverShowsTheKey() {
    Map<String, String> secrets =
        Map.of(
            "OPENAI_API_KEY", "sk-secret",
            "OPENAI_BASE_URL", "https://user:sk-secret@h/v1",
            "streamchat.provider.openai.headers", "X-Key=sk-secret");

    assertThat(from(secrets).toString()).doesNotContain("sk-secret");
    assertThatThrownBy(() -> p("type", "openai", "headers", "sk-secret"))
        .isInstanceOf(SettingException.class)
        .hasMessageNotContaining("sk-secret");
    assertThatThrownBy(() -> p("type", "openai", "key", "sk secret"))
        .isInstanceOf(SettingException.class)
        .hasMessageNotContaining("sk secret");
  }
}
