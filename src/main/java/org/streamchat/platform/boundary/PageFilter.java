package org.streamchat.platform.boundary;

import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.regex.Pattern;
import org.streamchat.platform.control.PublicAddress;

/**
 * Serves the page at {@code /} and at every conversation's own address, and says how browsers may
 * keep and use what they get. Only headers and the path are touched: a stream passes through as it
 * is.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true, dispatcherTypes = DispatcherType.REQUEST)
public class PageFilter implements Filter {
  private static final String PAGE = "/index.html";
  private static final Pattern CONVERSATION = Pattern.compile("/chat/[A-Za-z0-9-]{1,64}/?");
  private static final Pattern GZIP =
      Pattern.compile("(?i)\\bgzip\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))");
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'self'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' data:",
          "font-src 'self'",
          "connect-src 'self'",
          "object-src 'none'",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'");

  private static final String NOTHING =
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
  private static final String HTTPS_ONLY = "max-age=31536000";

  @Inject private PublicAddress address;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    String path = asked.getServletPath() + (asked.getPathInfo() == null ? "" : asked.getPathInfo());
    answer.setHeader("X-Content-Type-Options", "nosniff");
    answer.setHeader("Referrer-Policy", "no-referrer");
    if (address.isSecure()) {
      answer.setHeader("Strict-Transport-Security", HTTPS_ONLY);
    }
    if (path.startsWith("/api/") || path.equals("/api")) {
      answer.setHeader("Content-Security-Policy", NOTHING);
      chain.doFilter(request, response);
      return;
    }
    answer.setHeader("Content-Security-Policy", POLICY);
    answer.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    if (path.startsWith("/assets/")) {
      // Their names change with their content; a name that is gone must not be remembered.
      if (request.getServletContext().getResource(path) != null) {
        answer.setHeader("Cache-Control", "public, max-age=31536000, immutable");
      }
      if (sendPacked(asked, answer, path)) {
        return;
      }
    } else {
      answer.setHeader("Cache-Control", "no-cache");
    }
    if (READING.contains(asked.getMethod())
        && (path.equals("/") || path.isEmpty() || CONVERSATION.matcher(path).matches())) {
      request.getRequestDispatcher(PAGE).forward(request, response);
    } else {
      chain.doFilter(request, response);
    }
  }

  /** Sends the packed form that the build has put beside an asset, to clients that take it. */
  private static boolean sendPacked(
      HttpServletRequest asked, HttpServletResponse answer, String path) throws IOException {
    String accepted = asked.getHeader("Accept-Encoding");
    if (!READING.contains(asked.getMethod()) || !path.matches("/assets/[\\w.-]+\\.(js|css)")) {
      return false;
    }
    answer.setHeader("Vary", "Accept-Encoding");
    if (accepted == null || !GZIP.matcher(accepted).find()) {
      return false;
    }
    try (InputStream packed = asked.getServletContext().getResourceAsStream(path + ".gz")) {
      if (packed == null) {
        return false;
      }
      answer.setContentType(path.endsWith(".css") ? "text/css" : "text/javascript");
      answer.setHeader("Content-Encoding", "gzip");
      byte[] body = packed.readAllBytes();
      answer.setContentLength(body.length);
      if (asked.getMethod().equals("GET")) {
        answer.getOutputStream().write(body);
      }
      return true;
    }
  }
}
