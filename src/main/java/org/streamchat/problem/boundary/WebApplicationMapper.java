package org.streamchat.problem.boundary;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * What the container refuses before it reaches a resource: the status is its own, the body ours.
 */
@Provider
public class WebApplicationMapper implements ExceptionMapper<WebApplicationException> {
  @Override
  public Response toResponse(WebApplicationException exception) {
    if (exception.getCause() instanceof ProblemException problem) {
      return ProblemResponse.of(problem);
    }
    Response given = exception.getResponse();
    if (given.getStatus() < 400) {
      return given;
    }
    Response response =
        switch (given.getStatus()) {
          case 401 -> ProblemResponse.of(Problem.UNAUTHENTICATED, null);
          case 403 -> ProblemResponse.of(Problem.FORBIDDEN, null);
          case 404 -> ProblemResponse.of(Problem.NOT_FOUND, null);
          case 405 -> ProblemResponse.of(Problem.METHOD_NOT_ALLOWED, null);
          case 406 -> ProblemResponse.of(Problem.NOT_ACCEPTABLE, null);
          case 413 -> ProblemResponse.of(Problem.REQUEST_TOO_LARGE, null);
          case 415 -> ProblemResponse.of(Problem.UNSUPPORTED_MEDIA_TYPE, null);
          default ->
              given.getStatus() < 500
                  ? ProblemResponse.of(Problem.MALFORMED_REQUEST, null)
                  : Incident.response(exception);
        };
    String allow = given.getHeaderString(HttpHeaders.ALLOW);
    return allow == null
        ? response
        : Response.fromResponse(response).header(HttpHeaders.ALLOW, allow).build();
  }
}
