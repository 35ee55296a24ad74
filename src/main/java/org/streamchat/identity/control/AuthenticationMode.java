package org.streamchat.identity.control;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.streamchat.identity.entity.Login;
import org.streamchat.problem.ProblemException;

/**
 * A way to tell who is calling. Which ones are used is chosen once, by {@code streamchat.auth}; the
 * first that knows the caller decides.
 */
public sealed interface AuthenticationMode
    permits NoAuthentication,
        HeaderAuthentication,
        BearerAuthentication,
        TokenAuthentication,
        SessionAuthentication {
  /**
   * Empty when the request does not say who is calling, or says so in a way that is not trusted.
   *
   * @param response may be given headers, before anything is written
   * @throws WrongCredential when it brings a credential of this mode's that is not valid
   * @throws ProblemException when it cannot be found out at the moment
   */
  Optional<Login> authenticate(HttpServletRequest request, HttpServletResponse response);
}
