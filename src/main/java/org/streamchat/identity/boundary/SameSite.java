package org.streamchat.identity.boundary;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.streamchat.identity.control.CrossOrigin;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * Refuses calls that change something and that another site's page has made the browser send,
 * unless the operator has named that site and the call brings a token: with that header its browser
 * has asked before, and sends no cookies. Browsers tell by {@code Sec-Fetch-Site} or {@code
 * Origin}, which a page cannot forge; what sends neither is no browser and carries no one's
 * cookies.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHORIZATION)
public class SameSite implements ContainerRequestFilter {
  static final String FOREIGN = "Calls from the pages of other sites are not taken";

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  @Inject private CrossOrigin crossOrigin;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!SAFE.contains(request.getMethod())
        && !allowed(request::getHeaderString)
        && !named(request)) {
      throw new ProblemException(Problem.FORBIDDEN, FOREIGN);
    }
  }

  private boolean named(ContainerRequestContext request) {
    return request.getHeaderString(HttpHeaders.AUTHORIZATION) != null
        && crossOrigin.allows(request.getHeaderString("Origin"));
  }

  static boolean allowed(Function<String, String> header) {
    String relation = header.apply("Sec-Fetch-Site");
    if (relation != null) {
      String known = relation.strip().toLowerCase(Locale.ROOT);
      if (known.equals("same-origin") || known.equals("none")) {
        return true;
      }
      if (!known.equals("same-site")) {
        return false;
      }
    }
    String origin = header.apply("Origin");
    if (origin == null) {
      return relation == null;
    }
    String from = authority(origin);
    return from != null
        && (from.equals(host(header.apply("Host")))
            || from.equals(host(header.apply("X-Forwarded-Host"))));
  }

  private static String authority(String origin) {
    try {
      URI uri = URI.create(origin.strip());
      return uri.getRawAuthority() == null ? null : host(uri.getRawAuthority());
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /** The first of a list, in lower case, without a scheme's own port. */
  private static String host(String header) {
    if (header == null) {
      return null;
    }
    int comma = header.indexOf(',');
    String first =
        (comma < 0 ? header : header.substring(0, comma)).strip().toLowerCase(Locale.ROOT);
    return first.replaceFirst(":(80|443)$", "");
  }
}
