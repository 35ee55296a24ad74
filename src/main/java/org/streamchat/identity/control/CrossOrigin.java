package org.streamchat.identity.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.SettingException;

/**
 * Which other sites' pages may call: {@code streamchat.cors.origins}, nobody's by default. They
 * bring a token, never a cookie: their browsers are not told that credentials are allowed (Fetch,
 * section 3.2, "CORS protocol").
 */
@ApplicationScoped
public class CrossOrigin {
  private static final Logger LOG = System.getLogger(CrossOrigin.class.getName());

  private static final String SETTING = "streamchat.cors.origins";
  private static final String ORIGIN = "Origin";
  private static final String TAKES =
      "origins such as https://portal.example.org, separated by commas";

  private final Set<String> origins;

  protected CrossOrigin() {
    this.origins = null;
  }

  @Inject
  public CrossOrigin(Environment environment) {
    this.origins =
        environment
            .text(SETTING)
            .map(
                text ->
                    Arrays.stream(text.split(",", -1))
                        .map(CrossOrigin::origin)
                        .collect(Collectors.toUnmodifiableSet()))
            .orElse(Set.of());
  }

  /** At the start, so that a wrong value stops it. */
  void announce(@Observes @Initialized(ApplicationScoped.class) Object start) {
    if (!origins.isEmpty()) {
      LOG.log(Level.INFO, () -> "pages that may call from other sites: " + origins);
    }
  }

  private static String origin(String written) {
    String origin = written.strip().toLowerCase(Locale.ROOT);
    try {
      URI uri = URI.create(origin);
      if (origin.matches("https?://[^/?#@]+") && uri.getHost() != null) {
        return origin;
      }
    } catch (IllegalArgumentException malformed) {
      // Said below.
    }
    throw new SettingException(SETTING, TAKES, written);
  }

  /** Whether the origin, as a browser tells it, was named; false for null. */
  public boolean allows(String origin) {
    return origin != null && origins.contains(origin.strip().toLowerCase(Locale.ROOT));
  }

  /**
   * Lets a page of an origin that was named read the response.
   *
   * @return whether its browser asks no more than that, ahead of the call itself
   */
  public boolean admits(HttpServletRequest request, HttpServletResponse response) {
    if (origins.isEmpty()) {
      return false;
    }
    response.addHeader("Vary", ORIGIN);
    String origin = request.getHeader(ORIGIN);
    if (!allows(origin)) {
      return false;
    }
    response.setHeader("Access-Control-Allow-Origin", origin);
    if (!request.getMethod().equals("OPTIONS")
        || request.getHeader("Access-Control-Request-Method") == null) {
      response.setHeader(
          "Access-Control-Expose-Headers",
          "Location, Retry-After, RateLimit, RateLimit-Policy, WWW-Authenticate");
      return false;
    }
    response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
    response.setHeader(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, Accept, Idempotency-Key, Last-Event-ID");
    response.setHeader("Access-Control-Max-Age", "600");
    return true;
  }
}
