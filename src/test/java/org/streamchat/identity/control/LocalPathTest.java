package org.streamchat.identity.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPathTest {
  @ParameterizedTest
  @ValueSource(strings = {"/", "/chat/0189-ab", "/chat/0189-ab#message-7", "/?q=a%20b", "/loginx"})
  void leadsToThePagesOfThisApplication(String path) {
    assertThat(LocalPath.of(path)).isEqualTo(path);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "chat",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/..//evil.example",
        "/.//evil.example",
        "/a//b",
        "/a/../login",
        "/chat\r\nSet-Cookie: a=b",
        "/chat/\u4f60",
        "/a b",
        "/%zz",
        "/login",
        "/login?return=/login",
        "/logout",
        "/login/callback?code=x",
        "/api/me"
      })
  void leadsNowhereElse(String path) {
    assertThat(LocalPath.of(path)).isEqualTo("/");
  }
}
