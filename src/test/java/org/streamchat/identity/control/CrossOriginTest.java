package org.streamchat.identity.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.SettingException;

class CrossOriginTest {
  private static CrossOrigin named(String origins) {
    return new CrossOrigin(Environment.of(Map.of("streamchat.cors.origins", origins)));
  }

  @Test
  void allowsWhoIsNamedAndNobodyElse() {
    CrossOrigin origins = named("https://Portal.example.org, http://localhost:3000");

    assertThat(origins.allows("https://portal.example.org")).isTrue();
    assertThat(origins.allows("http://localhost:3000")).isTrue();
    assertThat(origins.allows("http://portal.example.org")).isFalse();
    assertThat(origins.allows("https://portal.example.org:8443")).isFalse();
    assertThat(origins.allows("https://portal.example.org.evil")).isFalse();
    assertThat(origins.allows("null")).isFalse();
    assertThat(origins.allows(null)).isFalse();
    assertThat(new CrossOrigin(Environment.of(Map.of())).allows("https://portal.example.org"))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "portal.example.org",
        "https://portal.example.org/",
        "https://user@portal.example.org",
        "https://portal.example.org,",
        "ftp://portal.example.org"
      })
  void refusesWhatIsNoOrigin(String origins) {
    assertThatThrownBy(() -> named(origins))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("streamchat.cors.origins takes origins such as");
  }
}
