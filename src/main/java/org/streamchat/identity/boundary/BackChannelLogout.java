package org.streamchat.identity.boundary;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import org.streamchat.identity.control.Door;
import org.streamchat.identity.control.Sessions;
import org.streamchat.identity.control.WrongCredential;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * Hears from the identity provider that sessions have ended (OpenID Connect Back-Channel Logout).
 */
@WebServlet("/logout/backchannel")
public class BackChannelLogout extends HttpServlet {
  @Serial private static final long serialVersionUID = 1L;

  private static final int MOST_BYTES = 32 * 1024;

  @Inject private transient Door door;
  @Inject private transient Sessions sessions;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LoginAnswer answer = new LoginAnswer(request, response);
    try {
      door.checkLogin(request);
      if (request.getContentLengthLong() < 0 || request.getContentLengthLong() > MOST_BYTES) {
        throw new ProblemException(
            Problem.REQUEST_TOO_LARGE,
            "The body of this call has at most " + MOST_BYTES + " bytes");
      }
      String[] tokens = request.getParameterValues("logout_token");
      if (tokens == null || tokens.length != 1) {
        throw new ProblemException(Problem.INVALID_REQUEST, "logout_token is required, once");
      }
      sessions.endedByProvider(tokens[0]);
      answer.done();
    } catch (WrongCredential wrong) {
      door.failed(request, wrong);
      answer.problem(new ProblemException(Problem.INVALID_REQUEST, wrong.getMessage()));
    } catch (ProblemException problem) {
      answer.problem(problem);
    }
  }
}
