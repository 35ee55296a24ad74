package org.streamchat.identity.boundary;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.streamchat.identity.control.Caller;
import org.streamchat.identity.control.Csrf;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * Refuses changes that a cookie alone speaks for: the page has to show that it can read the other
 * cookie, which another site's page cannot.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class CsrfCheck implements ContainerRequestFilter {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  @Inject private Caller caller;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!SAFE.contains(request.getMethod())
        && !caller.allowsChange(request.getHeaderString(Csrf.HEADER))) {
      throw new ProblemException(Problem.FORBIDDEN, Csrf.MISSING);
    }
  }
}
