package org.streamchat.problem.boundary;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.streamchat.problem.ProblemException;

/** Everything that no other mapper knows. */
@Provider
public class UnexpectedMapper implements ExceptionMapper<Throwable> {
  @Override
  public Response toResponse(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof ProblemException problem) {
        return ProblemResponse.of(problem);
      }
    }
    return Incident.response(failure);
  }
}
