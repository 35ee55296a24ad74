package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.SettingException;

class ProviderSettingsTest {
  private static ProviderSettings from(Map<String, String> environment) {
    return ProviderSettings.from(Environment.of(environment));
  }

  @Test
  void needsNothing() {
    ProviderSettings settings = from(Map.of());

    assertThat(settings.configured()).isFalse();
    assertThat(settings.model()).isEqualTo("gpt-4o-mini");
    assertThat(settings.maxTokens()).isNull();
    assertThat(settings.temperature()).isNull();
    assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.firstTokenTimeout()).isEqualTo(Duration.ofSeconds(120));
    assertThat(settings.idleTimeout()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void documentsTheDefaultsThatAreItsOwn() throws IOException {
    Properties documented = new Properties();
    try (InputStream file =
        getClass().getResourceAsStream("/META-INF/microprofile-config.properties")) {
      documented.load(file);
    }

    assertThat(ProviderSettings.from(new Environment(documented::getProperty)))
        .isEqualTo(from(Map.of()));
  }

  @Test
  void aKeyAloneMeansOpenAi() {
    ProviderSettings settings = from(Map.of("OPENAI_API_KEY", "sk-1"));

    assertThat(settings.configured()).isTrue();
    assertThat(settings.call("/models")).isEqualTo(URI.create("https://api.openai.com/v1/models"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://h:1/v1,http://h:1/v1/chat/completions",
    "http://h:1/v1/,http://h:1/v1/chat/completions",
    "http://h:1,http://h:1/chat/completions",
    "https://h/openai/v1//,https://h/openai/v1/chat/completions"
  })
  void takesTheAddressAsItIsGiven(String base, URI call) {
    ProviderSettings settings = from(Map.of("OPENAI_BASE_URL", base));

    assertThat(settings.configured()).isTrue();
    assertThat(settings.apiKey()).isNull();
    assertThat(settings.call("/chat/completions")).isEqualTo(call);
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
    "streamchat.provider.idle-timeout,2h"
  })
  void namesAWrongSetting(String name, String value) {
    assertThatThrownBy(() -> from(Map.of(name, value)))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith(name + " takes ");
  }

  @Test
  void neverShowsTheKey() {
    Map<String, String> secrets =
        Map.of("OPENAI_API_KEY", "sk-secret", "OPENAI_BASE_URL", "https://user:sk-secret@h/v1");

    assertThat(from(secrets).toString()).doesNotContain("sk-secret");
  }
}
