package org.streamchat.problem.boundary;

import jakarta.json.JsonException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.streamchat.problem.Problem;

/** A body that JSON-P cannot read. */
@Provider
public class JsonMapper implements ExceptionMapper<JsonException> {
  @Override
  public Response toResponse(JsonException exception) {
    return ProblemResponse.of(
        Problem.MALFORMED_REQUEST, "The body is not the JSON that is taken here");
  }
}
