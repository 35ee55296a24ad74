package org.streamchat.identity.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.streamchat.identity.entity.Login;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * Finds out whose a request is: asks the configured modes in turn. Who has brought wrong
 * credentials again and again has to wait before any of theirs is looked at.
 */
@ApplicationScoped
public class Door {
  private final IdentitySettings settings;
  private final LoginAttempts attempts;

  protected Door() {
    this(null, null);
  }

  @Inject
  public Door(IdentitySettings settings, LoginAttempts attempts) {
    this.settings = settings;
    this.attempts = attempts;
  }

  /**
   * Empty when the request does not say whose it is.
   *
   * @throws WrongCredential when it says so with something that is not valid
   * @throws ProblemException when it cannot be found out at the moment, or not from there
   */
  public Optional<Login> login(HttpServletRequest request, HttpServletResponse response) {
    boolean credential = request.getHeader(BearerSettings.AUTHORIZATION) != null;
    if (credential && settings.takesTokens()) {
      attempts.check(address(request));
    }
    try {
      for (AuthenticationMode mode : settings.modes()) {
        Optional<Login> login = mode.authenticate(request, response);
        if (login.isPresent()) {
          return login;
        }
      }
      return Optional.empty();
    } catch (WrongCredential wrong) {
      if (wrong.isGuess()) {
        attempts.failed(address(request));
      }
      throw wrong;
    }
  }

  /** What a call of nobody's gets. */
  public ProblemException unauthenticated(String detail) {
    return new ProblemException(Problem.UNAUTHENTICATED, detail);
  }

  private String address(HttpServletRequest request) {
    return ClientAddress.of(request, settings.proxies());
  }
}
