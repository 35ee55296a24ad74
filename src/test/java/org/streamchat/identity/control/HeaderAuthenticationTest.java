package org.streamchat.identity.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streamchat.identity.entity.User;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.SettingException;

class HeaderAuthenticationTest {
  private static final String USER = "X-Forwarded-User";
  private static final String NAME = "X-Forwarded-Preferred-Username";
  private static final String GROUPS = "X-Forwarded-Groups";

  private final Map<String, List<String>> headers = new HashMap<>();

  @Test
  void takesTheCallerFromTheHeadersOfATrustedProxy() {
    headers.put(USER, List.of("alice@example.org"));
    headers.put(NAME, List.of("Alice"));
    headers.put("X-Forwarded-Email", List.of("alice@example.org"));
    headers.put(GROUPS, List.of("staff, chat-admins ,"));

    User user = asked(Map.of("streamchat.auth.admin-group", "chat-admins"), "::1").orElseThrow();

    assertThat(user.id()).isEqualTo("alice@example.org");
    assertThat(user.name()).isEqualTo("Alice");
    assertThat(user.email()).isEqualTo("alice@example.org");
    assertThat(user.groups()).containsExactlyInAnyOrder("staff", "chat-admins");
    assertThat(user.roles()).containsExactlyInAnyOrder(User.USER, User.ADMIN);
  }

  @Test
  void nobodyIsAdminUnlessAGroupIsConfigured() {
    headers.put(USER, List.of("bob"));
    headers.put(GROUPS, List.of("admin,chat-admins"));

    assertThat(asked(Map.of(), "127.0.0.1").orElseThrow().roles()).containsExactly(User.USER);
    assertThat(asked(Map.of(), "127.0.0.1").orElseThrow().name()).isEqualTo("bob");
  }

  @Test
  void believesOnlyConfiguredAddresses() {
    headers.put(USER, List.of("mallory"));
    headers.put("X-Forwarded-For", List.of("10.0.0.1"));
    Map<String, String> trusting =
        Map.of("streamchat.auth.trusted-proxies", "10.0.0.0/8, 2001:db8::1");

    assertThat(asked(trusting, "10.2.3.4")).isPresent();
    assertThat(asked(trusting, "2001:db8::1")).isPresent();
    assertThat(asked(trusting, "127.0.0.1")).isEmpty();
    assertThat(asked(trusting, "192.0.2.1")).isEmpty();
    assertThat(asked(trusting, "unknown")).isEmpty();
    assertThat(asked(trusting, null)).isEmpty();
    assertThat(asked(Map.of(), "10.2.3.4")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\tb", "a\u0000", "a\u007f", "a\u200bb", "\ud800", "\u0085"})
  void believesNoUnusableId(String id) {
    headers.put(USER, List.of(id));
    assertThat(asked(Map.of(), "127.0.0.1")).isEmpty();
  }

  @Test
  void believesNothingTooLongAndNothingTwice() {
    headers.put(USER, List.of("x".repeat(191)));
    assertThat(asked(Map.of(), "127.0.0.1")).isEmpty();
    headers.put(USER, List.of("alice", "bob"));
    assertThat(asked(Map.of(), "127.0.0.1")).isEmpty();
    headers.put(USER, List.of("alice"));
    headers.put(GROUPS, List.of("staff", "chat-admins"));
    assertThat(asked(Map.of(), "127.0.0.1")).isEmpty();
  }

  @Test
  void absentHeadersAreNobody() {
    assertThat(asked(Map.of(), "127.0.0.1")).isEmpty();
  }

  @Test
  void readsWhatProxiesWriteAsUtf8() {
    String raw = new String("李小龙".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    headers.put(USER, List.of("lee"));
    headers.put(NAME, List.of(raw));

    assertThat(asked(Map.of(), "127.0.0.1").orElseThrow().name()).isEqualTo("李小龙");
    headers.put(NAME, List.of("Zoë"));
    assertThat(asked(Map.of(), "127.0.0.1").orElseThrow().name()).isEqualTo("Zoë");
  }

  @Test
  void theHeadersNamesAreConfigurable() {
    headers.put("Remote-User", List.of("carol"));
    assertThat(asked(Map.of("streamchat.auth.header.user", "Remote-User"), "127.0.0.1"))
        .isPresent();
    assertThatThrownBy(() -> asked(Map.of("streamchat.auth.header.user", "a b"), "::1"))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("streamchat.auth.header.user");
    assertThatThrownBy(
            () -> asked(Map.of("streamchat.auth.trusted-proxies", "proxy.example"), "::1"))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("streamchat.auth.trusted-proxies");
  }

  private Optional<User> asked(Map<String, String> settings, String peer) {
    return new HeaderAuthentication(HeaderSettings.of(Environment.of(settings)))
        .authenticate(peer, name -> headers.getOrDefault(name, List.of()));
  }
}
