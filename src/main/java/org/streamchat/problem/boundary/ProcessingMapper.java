package org.streamchat.problem.boundary;

import jakarta.json.JsonException;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** How servers report that a body could not be read. */
@Provider
public class ProcessingMapper implements ExceptionMapper<ProcessingException> {
  @Override
  public Response toResponse(ProcessingException exception) {
    for (Throwable t = exception.getCause(); t != null; t = t.getCause()) {
      if (t instanceof ProblemException problem) {
        return ProblemResponse.of(problem);
      }
      if (t instanceof JsonException || t instanceof JsonbException) {
        return ProblemResponse.of(
            Problem.MALFORMED_REQUEST, "The body is not the JSON that is taken here");
      }
    }
    return Incident.response(exception);
  }
}
