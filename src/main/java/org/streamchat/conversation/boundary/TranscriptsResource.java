package org.streamchat.conversation.boundary;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import org.streamchat.conversation.control.Transcripts;
import org.streamchat.conversation.control.Transcripts.Transcript;
import org.streamchat.conversation.entity.SessionView;
import org.streamchat.identity.control.Caller;
import org.streamchat.platform.control.BodySize;
import org.streamchat.platform.control.JsonBody;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** The caller's sessions as files. */
@Path("/sessions")
@RequestScoped
public class TranscriptsResource {
  private static final int LARGEST_FILE = 8 * 1024 * 1024;

  private final Caller caller;
  private final Transcripts transcripts;

  protected TranscriptsResource() {
    this(null, null);
  }

  @Inject
  public TranscriptsResource(Caller caller, Transcripts transcripts) {
    this.caller = caller;
    this.transcripts = transcripts;
  }

  @GET
  @Path("/{id}/export")
  @Produces({MediaType.APPLICATION_JSON, "text/markdown"})
  public Response export(
      @PathParam("id") String id,
      @DefaultValue("json") @QueryParam("format") String format,
      @Context HttpHeaders headers) {
    return switch (format) {
      case "json" -> {
        Transcript whole = transcripts.whole(caller.id(), id);
        yield file(
            id, "json", "application/json", out -> TranscriptJson.write(transcripts, whole, out));
      }
      case "markdown" -> {
        Transcript branch = transcripts.branch(caller.id(), id);
        boolean chinese = Languages.chinese(headers);
        yield file(
            id,
            "md",
            "text/markdown;charset=UTF-8",
            out -> TranscriptMarkdown.write(transcripts, branch, chinese, out));
      }
      default ->
          throw new ProblemException(Problem.INVALID_REQUEST, "format takes markdown or json")
              .with("member", "format");
    };
  }

  private static Response file(String id, String ending, String type, StreamingOutput content) {
    return Response.ok(content, type)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"session-" + id + "." + ending + "\"")
        .build();
  }

  @POST
  @Path("/import")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @BodySize(LARGEST_FILE)
  public Response store(InputStream body, @Context UriInfo uri) {
    SessionView view = transcripts.store(caller.id(), TranscriptJson.read(JsonBody.read(body)));
    URI location = uri.getBaseUriBuilder().path("sessions").path(view.session().id()).build();
    return Response.created(location).entity(SessionJson.session(view)).build();
  }
}
