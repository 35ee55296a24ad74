package org.streamchat.identity.control;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.streamchat.identity.entity.Login;
import org.streamchat.identity.entity.User;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** Who makes the present request, as the container knows them. */
@RequestScoped
public class Caller {
  /** The request's attribute with the {@link Login}: a principal carries no more than the id. */
  public static final String LOGIN_ATTRIBUTE = "org.streamchat.identity.login";

  private final SecurityContext security;
  private final HttpServletRequest request;

  protected Caller() {
    this(null, null);
  }

  @Inject
  public Caller(SecurityContext security, HttpServletRequest request) {
    this.security = security;
    this.request = request;
  }

  /**
   * The owner of what this caller stores.
   *
   * @throws ProblemException UNAUTHENTICATED when nobody is signed in
   */
  public String id() {
    Principal principal = security.getCallerPrincipal();
    if (principal == null) {
      throw new ProblemException(Problem.UNAUTHENTICATED, "This call needs a signed-in user");
    }
    return principal.getName();
  }

  /** What to call them. */
  public String name() {
    return user().map(User::name).orElseGet(this::id);
  }

  public Optional<String> email() {
    return user().map(User::email);
  }

  /** What their organisation says they belong to. */
  public Set<String> groups() {
    return user().map(User::groups).orElse(Set.of());
  }

  /** How the request shows whose it is; empty when nobody is signed in. */
  public Optional<Login> login() {
    return request.getAttribute(LOGIN_ATTRIBUTE) instanceof Login login
        ? Optional.of(login)
        : Optional.empty();
  }

  /** Where they sign out; empty when they have not signed in here. */
  public Optional<String> logout() {
    return login()
        .filter(login -> login.means() == Login.Means.SESSION)
        .map(login -> request.getContextPath() + "/logout");
  }

  /**
   * Whether a change may be made in their name: what a cookie alone speaks for needs more.
   *
   * @param csrf what the request shows besides, or null
   */
  public boolean allowsChange(String csrf) {
    return login().filter(login -> login.means() == Login.Means.SESSION).isEmpty()
        || (request.getAttribute(Csrf.ATTRIBUTE) instanceof String expected
            && Csrf.matches(expected, csrf));
  }

  private Optional<User> user() {
    return login().map(Login::user);
  }

  public Set<String> roles() {
    Set<String> roles = new TreeSet<>();
    for (String role : Set.of(User.USER, User.ADMIN)) {
      if (security.isCallerInRole(role)) {
        roles.add(role);
      }
    }
    return roles;
  }

  /**
   * @throws ProblemException FORBIDDEN when the caller does not have the role
   */
  public void require(String role) {
    if (!security.isCallerInRole(role)) {
      throw new ProblemException(Problem.FORBIDDEN, "This call needs the role " + role);
    }
  }
}
