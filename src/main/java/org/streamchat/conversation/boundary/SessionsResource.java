package org.streamchat.conversation.boundary;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import org.streamchat.conversation.control.Exchanges;
import org.streamchat.conversation.control.Sessions;
import org.streamchat.conversation.entity.Change;
import org.streamchat.conversation.entity.SearchQuery;
import org.streamchat.conversation.entity.SessionChange;
import org.streamchat.conversation.entity.SessionView;
import org.streamchat.identity.control.Caller;
import org.streamchat.platform.control.JsonBody;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** The caller's sessions and their messages. */
@Path("/sessions")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class SessionsResource {
  private static final int SESSIONS_A_PAGE = 30;
  private static final int MAX_SESSIONS_A_PAGE = 100;
  private static final int MESSAGES_A_PAGE = 100;
  private static final int MAX_MESSAGES_A_PAGE = 500;

  private final Caller caller;
  private final Sessions sessions;
  private final Exchanges exchanges;

  protected SessionsResource() {
    this(null, null, null);
  }

  @Inject
  public SessionsResource(Caller caller, Sessions sessions, Exchanges exchanges) {
    this.caller = caller;
    this.sessions = sessions;
    this.exchanges = exchanges;
  }

  @GET
  public JsonObject list(
      @QueryParam("q") String q,
      @QueryParam("limit") String limit,
      @QueryParam("before") String before) {
    int most = limit(limit, SESSIONS_A_PAGE, MAX_SESSIONS_A_PAGE);
    return SessionJson.page(
        "sessions",
        sessions.list(caller.id(), SearchQuery.of(q), absentIfEmpty(before), most),
        SessionJson::session);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(InputStream body, @Context UriInfo uri) {
    SessionView view = sessions.create(caller.id(), change(JsonBody.readOptional(body)));
    URI location = uri.getAbsolutePathBuilder().path(view.session().id()).build();
    return Response.created(location).entity(SessionJson.session(view)).build();
  }

  @GET
  @Path("/{id}")
  public JsonObject read(@PathParam("id") String id) {
    return SessionJson.session(sessions.read(caller.id(), id));
  }

  @PATCH
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonObject change(@PathParam("id") String id, InputStream body) {
    JsonBody json = JsonBody.read(body);
    if (json.has("title")) {
      json.requiredText("title");
    }
    return SessionJson.session(sessions.change(caller.id(), id, change(json)));
  }

  @PUT
  @Path("/{id}/title")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonObject rename(@PathParam("id") String id, InputStream body) {
    SessionChange title = SessionChange.title(JsonBody.read(body).requiredText("title"));
    return SessionJson.session(sessions.change(caller.id(), id, title));
  }

  @DELETE
  @Path("/{id}")
  public void delete(@PathParam("id") String id) {
    sessions.delete(caller.id(), id);
  }

  @GET
  @Path("/{id}/messages")
  public JsonObject messages(
      @PathParam("id") String id,
      @QueryParam("limit") String limit,
      @QueryParam("before") String before) {
    int most = limit(limit, MESSAGES_A_PAGE, MAX_MESSAGES_A_PAGE);
    return SessionJson.page(
        "messages",
        sessions.messages(caller.id(), id, absentIfEmpty(before), most),
        SessionJson::message);
  }

  /** What the provider was asked for an answer, and what it answered, keys removed. */
  @GET
  @Path("/{id}/messages/{messageId}/exchange")
  public JsonObject exchange(@PathParam("id") String id, @PathParam("messageId") String messageId) {
    return SessionJson.exchange(exchanges.of(caller.id(), id, messageId));
  }

  @PUT
  @Path("/{id}/leaf")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonObject show(@PathParam("id") String id, InputStream body) {
    String messageId = JsonBody.read(body).requiredText("messageId");
    return SessionJson.session(sessions.show(caller.id(), id, messageId));
  }

  @DELETE
  @Path("/{id}/context")
  public void forget(@PathParam("id") String id) {
    sessions.forget(caller.id(), id);
  }

  private static SessionChange change(JsonBody json) {
    return new SessionChange(
        json.text("title"),
        member(json, "role"),
        member(json, "provider"),
        member(json, "model"),
        member(json, "systemPrompt"));
  }

  private static Change member(JsonBody json, String name) {
    return json.has(name) ? Change.to(json.text(name)) : Change.NONE;
  }

  private static int limit(String text, int usual, int most) {
    if (text == null || text.isEmpty()) {
      return usual;
    }
    if (text.matches("\\d{1,4}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= most) {
        return limit;
      }
    }
    throw invalid("limit", "a number from 1 to " + most);
  }

  private static String absentIfEmpty(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static ProblemException invalid(String member, String takes) {
    return new ProblemException(Problem.INVALID_REQUEST, member + " takes " + takes)
        .with("member", member);
  }
}
