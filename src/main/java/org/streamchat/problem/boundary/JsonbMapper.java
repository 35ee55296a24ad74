package org.streamchat.problem.boundary;

import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.streamchat.problem.Problem;

/** A body that JSON-B cannot read. */
@Provider
public class JsonbMapper implements ExceptionMapper<JsonbException> {
  @Override
  public Response toResponse(JsonbException exception) {
    return ProblemResponse.of(
        Problem.MALFORMED_REQUEST, "The body is not the JSON that is taken here");
  }
}
