package org.streamchat.problem.boundary;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.Map;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemJson;

/**
 * What the container itself refuses, outside of the calls: named as the error page in web.xml, so
 * that no server's page with its own classes and traces is ever seen.
 */
@WebServlet(urlPatterns = ErrorPage.PATH, asyncSupported = true)
public class ErrorPage extends HttpServlet {
  static final String PATH = "/problem";

  @Serial private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Problem problem = code instanceof Integer status ? of(status) : Problem.NOT_FOUND;
    response.setStatus(problem.status());
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(ProblemJson.MEDIA_TYPE);
    response
        .getOutputStream()
        .write(ProblemJson.toBytes(ProblemJson.toJson(problem, null, Map.of())));
  }

  private static Problem of(int status) {
    return switch (status) {
      case 401 -> Problem.UNAUTHENTICATED;
      case 403 -> Problem.FORBIDDEN;
      case 404 -> Problem.NOT_FOUND;
      case 405 -> Problem.METHOD_NOT_ALLOWED;
      case 413 -> Problem.REQUEST_TOO_LARGE;
      default -> status < 500 ? Problem.MALFORMED_REQUEST : Problem.INTERNAL;
    };
  }
}
