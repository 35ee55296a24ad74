package org.streamchat.problem.boundary;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Comparator;
import java.util.Map;
import org.streamchat.problem.Problem;

/** Names the member that is wrong and what it takes; never its value. */
@Provider
public class ConstraintViolationMapper implements ExceptionMapper<ConstraintViolationException> {
  @Override
  public Response toResponse(ConstraintViolationException exception) {
    return exception.getConstraintViolations().stream()
        .min(Comparator.comparing(violation -> violation.getPropertyPath().toString()))
        .map(ConstraintViolationMapper::response)
        .orElseGet(() -> ProblemResponse.of(Problem.INVALID_REQUEST, null));
  }

  private static Response response(ConstraintViolation<?> violation) {
    String member = "";
    for (Path.Node node : violation.getPropertyPath()) {
      member = node.getName() == null ? member : node.getName();
    }
    return ProblemResponse.of(
        Problem.INVALID_REQUEST, member + " " + violation.getMessage(), Map.of("member", member));
  }
}
