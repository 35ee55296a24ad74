package org.streamchat.generation.boundary;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.InputStream;
import java.util.Optional;
import org.streamchat.conversation.entity.Again;
import org.streamchat.conversation.entity.Ask;
import org.streamchat.conversation.entity.Running;
import org.streamchat.generation.control.Generations;
import org.streamchat.generation.control.Viewing;
import org.streamchat.generation.control.Viewing.View;
import org.streamchat.identity.control.Caller;
import org.streamchat.platform.control.JsonBody;
import org.streamchat.stream.boundary.Delivery;
import org.streamchat.stream.control.LogUnavailableException;
import org.streamchat.stream.entity.Cursor;

/**
 * Asking, following, continuing and stopping. Every error is decided before a stream is touched, so
 * that it is a problem with a status, not an event.
 */
@Path("chat")
@RequestScoped
public class ChatResource {
  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  @Inject private Caller caller;
  @Inject private Generations generations;
  @Inject private Viewing viewing;
  @Inject private Delivery delivery;
  @Inject private Completions completions;

  @POST
  @Path("completions")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void completeInNewSession(
      @HeaderParam(IDEMPOTENCY_KEY) String key,
      @HeaderParam(LAST_EVENT_ID) String lastEventId,
      InputStream body,
      @Context SseEventSink sink,
      @Context Sse sse,
      @Context HttpServletResponse response) {
    complete(null, key, lastEventId, body, sink, sse, response);
  }

  @POST
  @Path("{sessionId}/completions")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void complete(
      @PathParam("sessionId") String sessionId,
      @HeaderParam(IDEMPOTENCY_KEY) String key,
      @HeaderParam(LAST_EVENT_ID) String lastEventId,
      InputStream body,
      @Context SseEventSink sink,
      @Context Sse sse,
      @Context HttpServletResponse response) {
    Optional<Cursor> cursor = cursor(lastEventId);
    Running running = generations.start(caller.id(), sessionId, ask(key, body));
    deliver(running.sessionId(), viewing.begun(caller.id(), running, cursor), sink, sse, response);
  }

  @POST
  @Path("completions")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public void completeWholeInNewSession(
      @HeaderParam(IDEMPOTENCY_KEY) String key,
      InputStream body,
      @Suspended AsyncResponse response) {
    completeWhole(null, key, body, response);
  }

  @POST
  @Path("{sessionId}/completions")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public void completeWhole(
      @PathParam("sessionId") String sessionId,
      @HeaderParam(IDEMPOTENCY_KEY) String key,
      InputStream body,
      @Suspended AsyncResponse response) {
    String owner = caller.id();
    Running running = generations.start(owner, sessionId, ask(key, body));
    completions.answer(owner, running, response);
  }

  @POST
  @Path("{sessionId}/messages/{messageId}/regenerate")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void regenerate(
      @PathParam("sessionId") String sessionId,
      @PathParam("messageId") String messageId,
      @HeaderParam(IDEMPOTENCY_KEY) String key,
      @HeaderParam(LAST_EVENT_ID) String lastEventId,
      InputStream body,
      @Context SseEventSink sink,
      @Context Sse sse,
      @Context HttpServletResponse response) {
    Optional<Cursor> cursor = cursor(lastEventId);
    Running running = generations.again(caller.id(), sessionId, messageId, again(key, body));
    deliver(running.sessionId(), viewing.begun(caller.id(), running, cursor), sink, sse, response);
  }

  @POST
  @Path("{sessionId}/messages/{messageId}/regenerate")
  @Produces(MediaType.APPLICATION_JSON)
  public void regenerateWhole(
      @PathParam("sessionId") String sessionId,
      @PathParam("messageId") String messageId,
      @HeaderParam(IDEMPOTENCY_KEY) String key,
      InputStream body,
      @Suspended AsyncResponse response) {
    String owner = caller.id();
    Running running = generations.again(owner, sessionId, messageId, again(key, body));
    completions.answer(owner, running, response);
  }

  @POST
  @Path("{sessionId}/messages/{messageId}/edit")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void edit(
      @PathParam("sessionId") String sessionId,
      @PathParam("messageId") String messageId,
      @HeaderParam(IDEMPOTENCY_KEY) String key,
      @HeaderParam(LAST_EVENT_ID) String lastEventId,
      InputStream body,
      @Context SseEventSink sink,
      @Context Sse sse,
      @Context HttpServletResponse response) {
    Optional<Cursor> cursor = cursor(lastEventId);
    Running running = generations.edit(caller.id(), sessionId, messageId, ask(key, body));
    deliver(running.sessionId(), viewing.begun(caller.id(), running, cursor), sink, sse, response);
  }

  @POST
  @Path("{sessionId}/messages/{messageId}/edit")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public void editWhole(
      @PathParam("sessionId") String sessionId,
      @PathParam("messageId") String messageId,
      @HeaderParam(IDEMPOTENCY_KEY) String key,
      InputStream body,
      @Suspended AsyncResponse response) {
    String owner = caller.id();
    Running running = generations.edit(owner, sessionId, messageId, ask(key, body));
    completions.answer(owner, running, response);
  }

  @POST
  @Path("{sessionId}/completions-continue")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void resume(
      @PathParam("sessionId") String sessionId,
      @HeaderParam(LAST_EVENT_ID) String lastEventId,
      @Context SseEventSink sink,
      @Context Sse sse,
      @Context HttpServletResponse response) {
    View view = viewing.resume(caller.id(), sessionId, cursor(lastEventId));
    deliver(sessionId, view, sink, sse, response);
  }

  @GET
  @Path("{sessionId}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void follow(
      @PathParam("sessionId") String sessionId,
      @HeaderParam(LAST_EVENT_ID) String lastEventId,
      @QueryParam("lastEventId") String lastEventIdParameter,
      @Context SseEventSink sink,
      @Context Sse sse,
      @Context HttpServletResponse response) {
    String id = lastEventId == null || lastEventId.isEmpty() ? lastEventIdParameter : lastEventId;
    View view =
        viewing
            .follow(caller.id(), sessionId, cursor(id))
            .orElseThrow(() -> new WebApplicationException(Response.noContent().build()));
    deliver(sessionId, view, sink, sse, response);
  }

  @POST
  @Path("{sessionId}/stop")
  public void stop(
      @PathParam("sessionId") String sessionId, @QueryParam("generationId") String generationId) {
    generations.stop(caller.id(), sessionId, Optional.ofNullable(generationId));
  }

  private static Ask ask(String key, InputStream body) {
    JsonBody json = JsonBody.read(body);
    return new Ask(
        json.requiredText("message"),
        json.text("provider"),
        json.text("model"),
        json.decimal("temperature"),
        json.integer("maxTokens"),
        key);
  }

  private static Again again(String key, InputStream body) {
    JsonBody json = JsonBody.readOptional(body);
    return new Again(json.text("provider"), json.text("model"), key);
  }

  /** An EventSource that has no id yet sends none, or an empty one. */
  private static Optional<Cursor> cursor(String lastEventId) {
    return Optional.ofNullable(lastEventId).filter(id -> !id.isEmpty()).map(Cursor::parse);
  }

  private void deliver(
      String sessionId, View view, SseEventSink sink, Sse sse, HttpServletResponse response) {
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform");
    response.setHeader("X-Accel-Buffering", "no");
    if (view.archive() != null) {
      delivery.replay(view.archive(), view.cursor(), sink, sse);
      return;
    }
    try {
      delivery.follow(view.cursor(), sink, sse);
    } catch (LogUnavailableException away) {
      // The answer may have ended here a moment ago.
      View ended = viewing.ended(caller.id(), sessionId, view.cursor()).orElseThrow(() -> away);
      delivery.replay(ended.archive(), ended.cursor(), sink, sse);
    }
  }
}
