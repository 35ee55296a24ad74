package org.streamchat.identity.control;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.streamchat.identity.entity.User;

/** A way to tell who is calling. Which one is used is chosen once, by {@code streamchat.auth}. */
public sealed interface AuthenticationMode permits NoAuthentication {
  /**
   * Empty when the request does not say who is calling, or says so in a way that is not trusted.
   */
  Optional<User> authenticate(HttpServletRequest request);
}
