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
  private final Sessions sessions;

  protected Door() {
    this(null, null, null);
  }

  @Inject
  public Door(IdentitySettings settings, LoginAttempts attempts, Sessions sessions) {
    this.settings = settings;
    this.attempts = attempts;
    this.sessions = sessions;
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
      failed(request, wrong);
      throw wrong;
    }
  }

  /**
   * What a call of nobody's gets: a problem, with {@code login} where the page can have its user
   * sign in.
   */
  public ProblemException unauthenticated(HttpServletRequest request, String detail) {
    ProblemException problem = new ProblemException(Problem.UNAUTHENTICATED, detail);
    return sessions.areOn()
        ? problem.with("login", request.getContextPath() + "/login?return=%2F")
        : problem;
  }

  /**
   * @throws ProblemException NOT_FOUND when browsers do not sign in here
   */
  public void checkOn() {
    if (!sessions.areOn()) {
      throw new ProblemException(Problem.NOT_FOUND, "Nobody signs in here");
    }
  }

  /**
   * To be called before a login is looked at.
   *
   * @throws ProblemException NOT_FOUND when browsers do not sign in here; LIMIT_EXCEEDED when too
   *     many from there have failed lately
   */
  public void checkLogin(HttpServletRequest request) {
    checkOn();
    attempts.check(address(request));
  }

  /** Counts what has failed, if it may have been a guess. */
  public void failed(HttpServletRequest request, WrongCredential wrong) {
    if (wrong.isGuess()) {
      attempts.failed(address(request));
    }
  }

  private String address(HttpServletRequest request) {
    return ClientAddress.of(request, settings.proxies());
  }
}
