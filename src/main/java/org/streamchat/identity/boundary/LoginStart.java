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
import org.streamchat.problem.ProblemException;

/** Sends a browser to the identity provider; afterwards it comes back to {@code return}. */
@WebServlet("/login")
public class LoginStart extends HttpServlet {
  @Serial private static final long serialVersionUID = 1L;

  @Inject private transient Door door;
  @Inject private transient Sessions sessions;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LoginAnswer answer = new LoginAnswer(request, response);
    try {
      door.checkLogin(request);
      answer.go(sessions.begin(request, response, request.getParameter("return")).toString());
    } catch (ProblemException problem) {
      answer.problem(problem);
    }
  }
}
