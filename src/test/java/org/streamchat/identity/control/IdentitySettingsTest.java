package org.streamchat.identity.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.SettingException;

class IdentitySettingsTest {
  private static final Map<String, String> BEARER =
      Map.of(
          "streamchat.auth", "bearer",
          "streamchat.auth.issuer", "https://login.example.org/realms/chat",
          "streamchat.auth.bearer.audience", "streamchat");

  private static final Map<String, String> OIDC =
      Map.of(
          "streamchat.auth", "bearer,oidc",
          "streamchat.auth.issuer", "https://login.example.org/realms/chat",
          "streamchat.auth.bearer.audience", "streamchat",
          "streamchat.auth.oidc.client-id", "streamchat",
          "streamchat.auth.oidc.client-secret", "a secret of the tests".replace(' ', '-'),
          "streamchat.public-url", "https://chat.example.org/",
          "streamchat.auth.secret", "a secret for nothing but the tests");

  private static List<String> modes(Map<String, String> settings) {
    return settings(settings).modes().stream()
        .map(mode -> mode.getClass().getSimpleName())
        .toList();
  }

  private static IdentitySettings settings(Map<String, String> settings) {
    Environment environment = Environment.of(settings);
    return new IdentitySettings(environment, new AccessTokens(null), new Sessions(environment));
  }

  @Test
  void severalModesAreAskedInTurnButNoneStandsAlone() {
    Map<String, String> both = new HashMap<>(BEARER);
    both.put("streamchat.auth", "header, bearer");

    assertThat(modes(Map.of())).containsExactly("NoAuthentication");
    assertThat(modes(both))
        .containsExactly("TokenAuthentication", "HeaderAuthentication", "BearerAuthentication");
  }

  @ParameterizedTest
  @ValueSource(strings = {"header,none", "header,,", "basic"})
  void refusesOtherModes(String modes) {
    assertThatThrownBy(() -> settings(Map.of("streamchat.auth", modes)))
        .isInstanceOf(SettingException.class);
  }

  @Test
  void accessTokensNeedSomeoneWhoSignsIn() {
    assertThat(settings(Map.of()).takesTokens()).isFalse();
    assertThat(settings(BEARER).takesTokens()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          streamchat.auth.issuer, -
          streamchat.auth.issuer, http://login.example.org
          streamchat.auth.issuer, https://login.example.org?a=b
          streamchat.auth.issuer, login.example.org
          streamchat.auth.bearer.audience, -
          streamchat.auth.bearer.header, a b
          streamchat.auth.algorithms, none
          streamchat.auth.algorithms, HS256
          streamchat.auth.jwks-uri, http://login.example.org/keys
          streamchat.auth.clock-skew, 1h
          """)
  void theStartNamesWhatIsWrong(String setting, String value) {
    Map<String, String> wrong = new HashMap<>(BEARER);
    wrong.put(setting, value);

    assertThatThrownBy(() -> settings(wrong))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith(setting + " takes ");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          streamchat.auth.oidc.client-id, -
          streamchat.auth.oidc.client-secret, short
          streamchat.auth.oidc.scopes, profile
          streamchat.public-url, -
          streamchat.public-url, http://chat.example.org
          streamchat.public-url, http://localhost:9080
          streamchat.public-url, https://chat.example.org?a=b
          streamchat.auth.secret, -
          streamchat.auth.secret, secret
          streamchat.auth.secret, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
          streamchat.auth.session-lifetime, 1s
          """)
  void theStartNamesWhatIsWrongWithSessions(String setting, String value) {
    Map<String, String> wrong = new HashMap<>(OIDC);
    assertThat(modes(wrong)).contains("SessionAuthentication");
    wrong.put(setting, value);

    assertThatThrownBy(() -> settings(wrong))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith(setting + " takes ")
        .hasMessageNotContaining("short\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"})
  void plainHttpIsForThisMachine(String issuer) {
    Map<String, String> local = new HashMap<>(BEARER);
    local.put("streamchat.auth.issuer", issuer);

    assertThat(modes(local)).contains("BearerAuthentication");
  }
}
