package org.streamchat.problem.boundary;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.problem.ProblemJson;

/** Problems as responses. */
final class ProblemResponse {
  private static final String RETRY_AFTER = "retryAfter";

  private ProblemResponse() {}

  static Response of(ProblemException exception) {
    return of(exception.problem(), exception.getMessage(), exception.members());
  }

  static Response of(Problem problem, String detail) {
    return of(problem, detail, Map.of());
  }

  static Response of(Problem problem, String detail, Map<String, ?> members) {
    // Bytes, so that the content type stays without a charset and no provider of the server's has a
    // say.
    Response.ResponseBuilder response =
        Response.status(problem.status())
            .entity(ProblemJson.toBytes(ProblemJson.toJson(problem, detail, members)))
            .header(HttpHeaders.CONTENT_TYPE, ProblemJson.MEDIA_TYPE)
            .header(HttpHeaders.CACHE_CONTROL, "no-store");
    if (members.get(RETRY_AFTER) instanceof Number seconds) {
      response.header(HttpHeaders.RETRY_AFTER, seconds.longValue());
    }
    return response.build();
  }
}
