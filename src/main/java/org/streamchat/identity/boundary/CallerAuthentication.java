package org.streamchat.identity.boundary;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.streamchat.identity.control.AuthenticationMode;
import org.streamchat.identity.control.Caller;
import org.streamchat.identity.control.IdentitySettings;
import org.streamchat.identity.entity.Refusal;
import org.streamchat.identity.entity.User;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.problem.ProblemJson;

/**
 * Tells the container who is calling, on every request. A protected call of nobody's gets a
 * problem, never a redirect.
 */
@ApplicationScoped
public class CallerAuthentication implements HttpAuthenticationMechanism {
  private final List<AuthenticationMode> modes;

  @Inject private Event<Refusal> refusals;

  protected CallerAuthentication() {
    this.modes = null;
  }

  @Inject
  public CallerAuthentication(IdentitySettings settings) {
    this.modes = settings.modes();
  }

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
      throws AuthenticationException {
    for (AuthenticationMode mode : modes) {
      Optional<User> user = mode.authenticate(request);
      if (user.isPresent()) {
        request.setAttribute(Caller.USER_ATTRIBUTE, user.get());
        return context.notifyContainerAboutLogin(user.get().id(), user.get().roles());
      }
    }
    if (!context.isProtected()) {
      return context.doNothing();
    }
    refusals.fire(new Refusal(request.getMethod(), request.getRequestURI()));
    refuse(response);
    return AuthenticationStatus.SEND_FAILURE;
  }

  private static void refuse(HttpServletResponse response) throws AuthenticationException {
    ProblemException problem =
        new ProblemException(Problem.UNAUTHENTICATED, "This call needs a signed-in user");
    response.setStatus(problem.problem().status());
    response.setContentType(ProblemJson.MEDIA_TYPE);
    try {
      response.getOutputStream().write(ProblemJson.toBytes(ProblemJson.toJson(problem)));
    } catch (IOException gone) {
      throw new AuthenticationException(gone);
    }
  }
}
