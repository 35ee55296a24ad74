package org.streamchat.problem.boundary;

import jakarta.ws.rs.core.Response;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.UUID;
import org.streamchat.problem.Problem;

/** An unexpected failure: the log has its cause under an id, the caller gets the id only. */
final class Incident {
  private static final Logger LOG = System.getLogger(Incident.class.getName());

  private Incident() {}

  static Response response(Throwable failure) {
    String id = UUID.randomUUID().toString();
    LOG.log(Level.ERROR, "incident " + id, failure);
    return ProblemResponse.of(
        Problem.INTERNAL,
        "The server's log has the cause under this incident",
        Map.of("incident", id));
  }
}
