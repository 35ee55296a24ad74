package org.streamchat.identity.control;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import org.streamchat.identity.entity.Login;
import org.streamchat.identity.entity.User;

/** Mode {@code none}: everyone is the one local user. For a machine of one's own. */
public record NoAuthentication() implements AuthenticationMode {
  private static final Login LOCAL =
      Login.full(
          new User("local", "Local user", null, Set.of(), Set.of(User.USER, User.ADMIN)),
          Login.Means.LOCAL);

  @Override
  public Optional<Login> authenticate(HttpServletRequest request, HttpServletResponse response) {
    return Optional.of(LOCAL);
  }
}
