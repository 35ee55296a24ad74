package org.streamchat.generation.boundary;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import org.streamchat.conversation.control.Underway;
import org.streamchat.conversation.entity.Live;
import org.streamchat.generation.control.Generations;
import org.streamchat.identity.control.Caller;
import org.streamchat.identity.entity.User;
import org.streamchat.limits.control.Limits;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** The answers of all users, for administrators: never a text. */
@Path("admin/generations")
@RequestScoped
public class AdminResource {
  private static final JsonProvider JSON = JsonProvider.provider();

  /** How long the log is asked how far answers are that other nodes make. */
  private static final long ASKING_NANOS = Duration.ofSeconds(1).toNanos();

  @Inject private Caller caller;
  @Inject private Underway underway;
  @Inject private Generations generations;

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public JsonObject list() {
    caller.require(User.ADMIN);
    Instant now = Instant.now();
    long began = System.nanoTime();
    JsonArrayBuilder list = JSON.createArrayBuilder();
    for (Live live : underway.all()) {
      list.add(json(live, now, System.nanoTime() - began < ASKING_NANOS));
    }
    return JSON.createObjectBuilder().add("generations", list).build();
  }

  private JsonObjectBuilder json(Live live, Instant now, boolean ask) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", live.id())
            .add("sessionId", live.sessionId())
            .add("messageId", live.messageId())
            .add("user", live.user())
            .add("node", live.node())
            .add("startedAt", live.since().toString())
            .add("ageMs", Math.max(0, Duration.between(live.since(), now).toMillis()));
    if (ask) {
      generations.seq(live.id()).ifPresent(seq -> json.add("seq", seq));
    }
    generations
        .progress(live.id())
        .ifPresent(
            progress ->
                json.add("characters", progress.characters())
                    .add("tokens", Limits.estimate(progress.characters()))
                    .add("lag", progress.lag()));
    return json;
  }

  /** Idempotent: nothing happens to one that has ended. */
  @POST
  @Path("{id}/stop")
  public void stop(@PathParam("id") String id) {
    caller.require(User.ADMIN);
    if (!underway.isKept(id)) {
      throw new ProblemException(Problem.UNKNOWN_GENERATION, "There is no generation of this id");
    }
    generations.stop(id);
  }
}
