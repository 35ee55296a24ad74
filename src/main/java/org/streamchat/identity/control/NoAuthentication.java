package org.streamchat.identity.control;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.streamchat.identity.entity.User;

/** Mode {@code none}: everyone is the one local user. For a machine of one's own. */
public record NoAuthentication() implements AuthenticationMode {
  private static final User LOCAL =
      new User("local", "Local user", null, Set.of(), Set.of(User.USER, User.ADMIN));

  @Override
  public Optional<User> authenticate(HttpServletRequest request) {
    return Optional.of(LOCAL);
  }
}
