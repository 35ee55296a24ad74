package org.streamchat.identity.boundary;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streamchat.identity.entity.Scope;
import org.streamchat.problem.ProblemException;

class TokenScopesTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          read,       GET,    /sessions,          true
          read,       GET,    tokens,             true
          read,       POST,   /sessions,          false
          read,       DELETE, sessions/1,         false
          read,       GET,    admin/generations,  false
          chat,       GET,    sessions,           true
          chat,       POST,   chat/completions,   true
          chat,       POST,   tokens,             false
          chat,       DELETE, tokens/1,           false
          chat,       GET,    /admin/generations, false
          admin,      GET,    admin/generations,  true
          admin,      POST,   admin/generations/1/stop, true
          admin,      GET,    sessions,           false
          admin,      POST,   chat/completions,   false
          read admin, GET,    sessions,           true
          """)
  void allowsWhatTheyName(String scopes, String method, String path, boolean allowed) {
    Set<Scope> granted =
        Arrays.stream(scopes.split(" ", -1))
            .map(scope -> Scope.of(scope).orElseThrow())
            .collect(Collectors.toSet());
    if (allowed) {
      assertThatCode(() -> TokenScopes.check(granted, method, path)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> TokenScopes.check(granted, method, path))
          .isInstanceOf(ProblemException.class);
    }
  }
}
