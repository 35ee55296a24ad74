package org.streamchat.identity.control;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.streamchat.identity.entity.User;

/**
 * A way to tell who is calling. Which ones are used is chosen once, by {@code streamchat.auth}; the
 * first that knows the caller decides.
 */
public sealed interface AuthenticationMode permits NoAuthentication, HeaderAuthentication {
  /**
   * Empty when the request does not say who is calling, or says so in a way that is not trusted.
   */
  Optional<User> authenticate(HttpServletRequest request);
}
