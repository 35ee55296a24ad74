package org.streamchat.identity.control;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.streamchat.identity.entity.Login;

/** Mode {@code oidc}: the page brings the cookie that its browser got when its user signed in. */
public final class SessionAuthentication implements AuthenticationMode {
  private final Sessions sessions;

  SessionAuthentication(Sessions sessions) {
    this.sessions = sessions;
  }

  /** For calls only: the page itself is anybody's. */
  @Override
  public Optional<Login> authenticate(HttpServletRequest request, HttpServletResponse response) {
    if (!request.getRequestURI().startsWith(request.getContextPath() + "/api/")) {
      return Optional.empty();
    }
    return sessions
        .current(request, response)
        .map(
            session -> {
              request.setAttribute(Csrf.ATTRIBUTE, session.csrf());
              return Login.full(session.user(), Login.Means.SESSION);
            });
  }
}
