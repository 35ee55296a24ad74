package org.streamchat.identity.boundary;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import org.streamchat.identity.control.Csrf;
import org.streamchat.identity.control.Door;
import org.streamchat.identity.control.Sessions;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * Ends the browser's session. Tells where it is ended at the identity provider too: as JSON to
 * scripts, {@code {"location": …}}, else by a redirect.
 */
@WebServlet("/logout")
public class Logout extends HttpServlet {
  @Serial private static final long serialVersionUID = 1L;

  @Inject private transient Door door;
  @Inject private transient Sessions sessions;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LoginAnswer answer = new LoginAnswer(request, response);
    try {
      door.checkOn();
      if (!SameSite.allowed(request::getHeader)) {
        throw new ProblemException(Problem.FORBIDDEN, SameSite.FOREIGN);
      }
      String location = sessions.end(request, response, request.getHeader(Csrf.HEADER));
      answer.goOrTell(location);
    } catch (ProblemException problem) {
      answer.problem(problem);
    }
  }
}
