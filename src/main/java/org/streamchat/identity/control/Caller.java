package org.streamchat.identity.control;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Set;
import java.util.TreeSet;
import org.streamchat.identity.entity.User;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** Who makes the present request, as the container knows them. */
@RequestScoped
public class Caller {
  /** The request's attribute with the name to show, which a principal cannot carry everywhere. */
  public static final String NAME_ATTRIBUTE = "org.streamchat.identity.name";

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
    return request.getAttribute(NAME_ATTRIBUTE) instanceof String name ? name : id();
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
}
