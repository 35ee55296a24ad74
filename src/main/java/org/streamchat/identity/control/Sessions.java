package org.streamchat.identity.control;

import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.RedisSettings;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * Mode {@code oidc}: browsers that sign in at the identity provider. No server keeps a session: it
 * is in the browser's cookie, sealed, and renewed while it is used. What is ended, here or at the
 * provider, is remembered in Redis for as long as its cookie could be shown again.
 */
@ApplicationScoped
public class Sessions {
  private static final Logger LOG = System.getLogger(Sessions.class.getName());
  private static final String SESSION = "sc-session";
  private static final String CSRF = "sc-csrf";
  private static final String LOGIN = "sc-login-";
  private static final String STATE = "state";
  private static final String SID = "sid";
  private static final String SUB = "sub";
  private static final int MOST_PENDING = 5;

  /** For how long a session goes on that the provider, being away, cannot be asked about. */
  private static final Duration GRACE = Duration.ofMinutes(10);

  private final OidcSettings settings;
  private final OidcFlow flow;
  private final SessionStore store;
  private final Cookies cookies;
  private final SessionRenewal renewal;
  private final Complaint complaint = new Complaint(LOG, "Somebody could not sign in:");

  protected Sessions() {
    this(null, null, null);
  }

  @Inject
  public Sessions(Environment environment) {
    this(
        Mode.chosen(environment).contains(Mode.OIDC) ? OidcSettings.of(environment) : null,
        environment);
  }

  private Sessions(OidcSettings settings, Environment environment) {
    this(
        settings,
        settings == null
            ? null
            : new OidcFlow(
                settings,
                ClaimSettings.of(environment),
                new IdentityProvider(IssuerSettings.of(environment))),
        settings == null ? null : new SessionStore(RedisSettings.of(environment)));
  }

  /**
   * @param settings null when the mode is not on
   */
  Sessions(OidcSettings settings, OidcFlow flow, SessionStore store) {
    this.settings = settings;
    this.flow = flow;
    this.store = store;
    this.cookies = settings == null ? null : new Cookies(settings.isSecure());
    this.renewal =
        settings == null ? null : new SessionRenewal(store, settings.seal(), flow::renewed);
  }

  /** Whether browsers can sign in here. */
  public boolean areOn() {
    return settings != null;
  }

  /**
   * The session of the request's browser, renewed if it is time; empty when there is none (any
   * more).
   *
   * @throws ProblemException IDENTITY_PROVIDER_UNAVAILABLE
   */
  Optional<Session> current(HttpServletRequest request, HttpServletResponse response) {
    Optional<String> cookie = cookies.read(request, SESSION);
    if (cookie.isEmpty()) {
      return Optional.empty();
    }
    Optional<Session> session = opened(cookie.get(), SESSION).flatMap(Session::of);
    if (session.isEmpty() || isOver(session.get())) {
      forget(request, response);
      return Optional.empty();
    }
    if (Instant.now().isBefore(session.get().validUntil())) {
      return session;
    }
    try {
      Session renewed = renewal.renewed(session.get());
      keep(request, response, renewed);
      return Optional.of(renewed);
    } catch (WrongCredential ended) {
      forget(request, response);
      return Optional.empty();
    } catch (ProblemException away) {
      if (Instant.now().isBefore(session.get().validUntil().plus(GRACE))) {
        return session;
      }
      throw away;
    }
  }

  private boolean isOver(Session session) {
    if (!Instant.now().isBefore(session.began().plus(settings.lifetime()))) {
      return true;
    }
    List<String> names = new ArrayList<>(List.of(SESSION, session.id(), SUB, session.subject()));
    if (session.providerSession() != null) {
      names.addAll(List.of(SID, session.providerSession()));
    }
    List<Long> ended = store.marks(names);
    return !ended.isEmpty()
        && (ended.get(0) > 0
            || ended.get(1) >= session.began().getEpochSecond()
            || (ended.size() > 2 && ended.get(2) > 0));
  }

  /**
   * Sends the browser to the identity provider.
   *
   * @return where to
   * @throws ProblemException IDENTITY_PROVIDER_UNAVAILABLE
   */
  public URI begin(HttpServletRequest request, HttpServletResponse response, String returnPath) {
    PendingLogin pending = flow.begin(LocalPath.of(returnPath));
    URI address = flow.address(pending);
    List<String> older = cookies.names(request, LOGIN);
    if (older.size() >= MOST_PENDING) {
      older.forEach(name -> cookies.forget(request, response, name));
    }
    cookies.write(
        request,
        response,
        loginCookie(pending.state()),
        sealed(pending.toBytes(), LOGIN, pending.state()),
        PendingLogin.LIFETIME);
    return address;
  }

  /**
   * Takes the browser that comes back from the identity provider.
   *
   * @return where to go
   * @throws WrongCredential when nobody is signed in by it
   * @throws ProblemException IDENTITY_PROVIDER_UNAVAILABLE
   */
  public String complete(HttpServletRequest request, HttpServletResponse response) {
    try {
      PendingLogin pending = pending(request, response);
      Map<String, List<String>> parameters = new HashMap<>();
      request.getParameterMap().forEach((name, values) -> parameters.put(name, List.of(values)));
      Session session = flow.finish(pending, parameters);
      keep(request, response, session);
      LOG.log(Level.INFO, "signed in: {0}", session.user().id());
      return request.getContextPath() + pending.returnPath();
    } catch (WrongCredential wrong) {
      complaint.tell(wrong.getMessage());
      throw wrong;
    }
  }

  private PendingLogin pending(HttpServletRequest request, HttpServletResponse response) {
    String[] states = request.getParameterValues(STATE);
    if (states == null || states.length != 1 || !states[0].matches("[A-Za-z0-9_-]{20,100}")) {
      throw new WrongCredential("the answer belongs to no login", true);
    }
    String cookie = loginCookie(states[0]);
    Optional<PendingLogin> pending =
        cookies
            .read(request, cookie)
            .flatMap(value -> opened(value, LOGIN, states[0]))
            .flatMap(PendingLogin::of);
    cookies.forget(request, response, cookie);
    if (pending.isEmpty()) {
      throw new WrongCredential("it was begun in another browser, or too long ago", false);
    }
    if (!store.first(STATE, states[0], PendingLogin.LIFETIME)) {
      throw new WrongCredential("the answer has been used before", true);
    }
    return pending.get();
  }

  /**
   * Ends the session of the request's browser, if it has one.
   *
   * @param csrf what the request brings besides the cookie
   * @return where to go to end it at the identity provider too
   * @throws ProblemException FORBIDDEN
   */
  public String end(HttpServletRequest request, HttpServletResponse response, String csrf) {
    Optional<Session> session =
        cookies
            .read(request, SESSION)
            .flatMap(cookie -> opened(cookie, SESSION))
            .flatMap(Session::of);
    if (session.isPresent() && !Csrf.matches(session.get().csrf(), csrf)) {
      throw new ProblemException(Problem.FORBIDDEN, Csrf.MISSING);
    }
    forget(request, response);
    if (session.isEmpty()) {
      return request.getContextPath() + "/";
    }
    LOG.log(Level.INFO, "signed out: {0}", session.get().user().id());
    store.mark(SESSION, session.get().id(), Instant.now().getEpochSecond(), settings.lifetime());
    return flow.end(session.get())
        .map(URI::toString)
        .orElseGet(() -> request.getContextPath() + "/");
  }

  /**
   * Ends what the identity provider says is to be ended.
   *
   * @throws WrongCredential when it is not the provider that says so
   * @throws ProblemException LOG_UNAVAILABLE, IDENTITY_PROVIDER_UNAVAILABLE
   */
  public void endedByProvider(String logoutToken) {
    LogoutTokenClaimsSet ended = flow.ended(logoutToken);
    boolean marked =
        ended.getSessionID() != null
            ? store.mark(SID, ended.getSessionID().getValue(), 1, settings.lifetime())
            : store.mark(
                SUB,
                ended.getSubject().getValue(),
                ended.getIssueTime().toInstant().getEpochSecond(),
                settings.lifetime());
    if (!marked) {
      throw new ProblemException(Problem.LOG_UNAVAILABLE, "It cannot be remembered. Try again.")
          .retryAfterSeconds(2);
    }
  }

  private void keep(HttpServletRequest request, HttpServletResponse response, Session session) {
    Duration age = Duration.between(Instant.now(), session.began().plus(settings.lifetime()));
    String value = sealed(session.toBytes(), SESSION);
    if (!Cookies.canHold(value)) {
      value = sealed(session.withoutIdToken().toBytes(), SESSION);
    }
    if (!Cookies.canHold(value)) {
      throw new WrongCredential("the identity provider says more than a cookie can hold", false);
    }
    cookies.write(request, response, SESSION, value, age);
    cookies.writeReadable(response, CSRF, session.csrf(), age);
  }

  private void forget(HttpServletRequest request, HttpServletResponse response) {
    cookies.forget(request, response, SESSION);
    cookies.forgetReadable(response, CSRF);
  }

  private String sealed(byte[] content, String... words) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(settings.seal().seal(content, words));
  }

  private Optional<byte[]> opened(String value, String... words) {
    try {
      return settings.seal().open(Base64.getUrlDecoder().decode(value), words);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static String loginCookie(String state) {
    return LOGIN + state.substring(0, Math.min(10, state.length()));
  }

  @PreDestroy
  void close() {
    if (store != null) {
      store.close();
    }
  }
}
