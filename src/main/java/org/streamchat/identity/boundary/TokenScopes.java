package org.streamchat.identity.boundary;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import java.util.Set;
import org.streamchat.identity.control.Caller;
import org.streamchat.identity.entity.Login;
import org.streamchat.identity.entity.Login.Means;
import org.streamchat.identity.entity.Scope;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** Has an access token do only what it was made for. None can make or revoke another. */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class TokenScopes implements ContainerRequestFilter {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  @Inject private Caller caller;

  @Override
  public void filter(ContainerRequestContext request) {
    Optional<Login> login = caller.login();
    if (login.isPresent() && login.get().means() == Means.TOKEN) {
      check(login.get().scopes(), request.getMethod(), request.getUriInfo().getPath());
    }
  }

  static void check(Set<Scope> scopes, String method, String path) {
    String root = path.replaceFirst("^/+", "").replaceFirst("/.*", "");
    boolean reading = READING.contains(method);
    if (root.equals("tokens") && !reading) {
      throw new ProblemException(
          Problem.FORBIDDEN, "Access tokens cannot make or revoke access tokens");
    }
    Scope needed =
        root.equals("admin")
            ? Scope.ADMIN
            : reading && !scopes.contains(Scope.CHAT) ? Scope.READ : Scope.CHAT;
    if (!scopes.contains(needed)) {
      throw new ProblemException(
          Problem.FORBIDDEN, "The access token lacks the scope " + needed.wire());
    }
  }
}
