package org.streamchat.identity.boundary;

import jakarta.json.spi.JsonProvider;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.problem.ProblemJson;

/**
 * What signing in and out answers: to people a page in their language, to programs a problem. None
 * is kept by caches, and where somebody goes is not told on.
 */
final class LoginAnswer {
  private final HttpServletRequest request;
  private final HttpServletResponse response;

  LoginAnswer(HttpServletRequest request, HttpServletResponse response) {
    this.request = request;
    this.response = response;
    response.setHeader("Cache-Control", "no-store");
  }

  /** The header as it is: no server's idea of its own name comes into it. */
  void go(String location) {
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader("Location", location);
  }

  void goOrTell(String location) throws IOException {
    if (isForPeople()) {
      go(location);
      return;
    }
    response.setContentType("application/json");
    write(
        JsonProvider.provider().createObjectBuilder().add("location", location).build().toString());
  }

  void done() {
    response.setStatus(HttpServletResponse.SC_OK);
  }

  void problem(ProblemException problem) throws IOException {
    response.setStatus(problem.problem().status());
    if (problem.members().get("retryAfter") instanceof Number seconds) {
      response.setHeader("Retry-After", seconds.toString());
    }
    if (isForPeople()) {
      response.setContentType("text/html;charset=UTF-8");
      write(page(problem.problem()));
    } else {
      response.setContentType(ProblemJson.MEDIA_TYPE);
      write(ProblemJson.toJson(problem).toString());
    }
  }

  private boolean isForPeople() {
    String accept = request.getHeader("Accept");
    return accept != null && accept.contains("text/html");
  }

  /** Fixed words only: nothing of the request gets in. */
  private String page(Problem problem) {
    boolean chinese = request.getLocale().getLanguage().equals(Locale.CHINESE.getLanguage());
    String why =
        switch (problem) {
          case IDENTITY_PROVIDER_UNAVAILABLE ->
              chinese ? "身份提供方暂时无法访问。" : "The identity provider cannot be reached at the moment.";
          case LIMIT_EXCEEDED ->
              chinese ? "失败次数过多，请稍后再试。" : "There were too many failed tries. Wait a minute.";
          case NOT_FOUND -> chinese ? "此处没有登录。" : "There is nothing to sign in to here.";
          default ->
              chinese
                  ? "登录被取消、耗时过长，或是从别处开始的。"
                  : "It was cancelled, took too long, or was begun elsewhere.";
        };
    return """
        <!doctype html>
        <html lang="%s"><head><meta charset="utf-8"><title>%s</title>
        <meta name="viewport" content="width=device-width, initial-scale=1"></head>
        <body><main><h1>%s</h1><p>%s</p><p><a href="%s/login">%s</a></p></main></body></html>
        """
        .formatted(
            chinese ? "zh" : "en",
            chinese ? "未能登录" : "Not signed in",
            chinese ? "未能登录" : "Not signed in",
            why,
            request.getContextPath(),
            chinese ? "重新登录" : "Sign in again");
  }

  private void write(String text) throws IOException {
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
