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

/** Takes a browser that comes back from the identity provider. */
@WebServlet("/login/callback")
public class LoginCallback extends HttpServlet {
  @Serial private static final long serialVersionUID = 1L;

  @Inject private transient Door door;
  @Inject private transient Sessions sessions;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LoginAnswer answer = new LoginAnswer(request, response);
    try {
      door.checkLogin(request);
      answer.go(sessions.complete(request, response));
    } catch (WrongCredential wrong) {
      door.failed(request, wrong);
      answer.problem(new ProblemException(Problem.LOGIN_FAILED, wrong.getMessage()));
    } catch (ProblemException problem) {
      answer.problem(problem);
    }
  }
}
