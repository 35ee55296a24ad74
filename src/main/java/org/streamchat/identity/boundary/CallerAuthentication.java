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
import java.util.Optional;
import org.streamchat.identity.control.Caller;
import org.streamchat.identity.control.CrossOrigin;
import org.streamchat.identity.control.Door;
import org.streamchat.identity.control.WrongCredential;
import org.streamchat.identity.entity.Login;
import org.streamchat.identity.entity.Refusal;
import org.streamchat.problem.ProblemException;
import org.streamchat.problem.ProblemJson;

/**
 * Tells the container who is calling, on every request. A protected call of nobody's gets a
 * problem, never a redirect.
 */
@ApplicationScoped
public class CallerAuthentication implements HttpAuthenticationMechanism {
  private final Door door;

  @Inject private Event<Refusal> refusals;
  @Inject private CrossOrigin crossOrigin;

  protected CallerAuthentication() {
    this.door = null;
  }

  @Inject
  public CallerAuthentication(Door door) {
    this.door = door;
  }

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
      throws AuthenticationException {
    if (context.isProtected() && crossOrigin.admits(request, response)) {
      // Browsers ask that without any credentials.
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return AuthenticationStatus.SEND_FAILURE;
    }
    ProblemException refusal;
    String challenge = null;
    try {
      Optional<Login> login = door.login(request, response);
      if (login.isPresent()) {
        request.setAttribute(Caller.LOGIN_ATTRIBUTE, login.get());
        return context.notifyContainerAboutLogin(
            login.get().user().id(), login.get().user().roles());
      }
      refusal = door.unauthenticated(request, "This call needs a signed-in user");
      challenge = "Bearer";
    } catch (WrongCredential wrong) {
      refusal = door.unauthenticated(request, "The credential is not taken: " + wrong.getMessage());
      challenge = "Bearer error=\"invalid_token\"";
    } catch (ProblemException problem) {
      refusal = problem;
    }
    if (!context.isProtected()) {
      return context.doNothing();
    }
    refusals.fire(
        new Refusal(request.getMethod(), request.getRequestURI(), refusal.problem().status()));
    if (challenge != null) {
      response.setHeader("WWW-Authenticate", challenge);
    }
    refuse(response, refusal);
    return AuthenticationStatus.SEND_FAILURE;
  }

  private static void refuse(HttpServletResponse response, ProblemException problem)
      throws AuthenticationException {
    response.setStatus(problem.problem().status());
    response.setContentType(ProblemJson.MEDIA_TYPE);
    response.setHeader("Cache-Control", "no-store");
    // Said before any filter is asked.
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (problem.members().get("retryAfter") instanceof Number seconds) {
      response.setHeader("Retry-After", seconds.toString());
    }
    try {
      response.getOutputStream().write(ProblemJson.toBytes(ProblemJson.toJson(problem)));
    } catch (IOException gone) {
      throw new AuthenticationException(gone);
    }
  }
}
