package org.streamchat.conversation.boundary;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import org.streamchat.conversation.control.Roles;
import org.streamchat.conversation.entity.BuiltInRole;
import org.streamchat.conversation.entity.OwnRole;
import org.streamchat.conversation.entity.RoleText;
import org.streamchat.identity.control.Caller;
import org.streamchat.platform.control.JsonBody;

/** The roles that the caller can give a session. */
@Path("/roles")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class RolesResource {
  private final Caller caller;
  private final Roles roles;

  @Context private HttpHeaders headers;

  protected RolesResource() {
    this(null, null);
  }

  @Inject
  public RolesResource(Caller caller, Roles roles) {
    this.caller = caller;
    this.roles = roles;
  }

  @GET
  public JsonObject list() {
    JsonArrayBuilder list = RoleJson.list();
    for (BuiltInRole role : BuiltInRole.values()) {
      list.add(RoleJson.role(role, chinese()));
    }
    roles.own(caller.id()).forEach(role -> list.add(RoleJson.role(role, chinese())));
    return RoleJson.roles(list);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(InputStream body, @Context UriInfo uri) {
    OwnRole role = roles.create(caller.id(), text(body));
    URI location = uri.getAbsolutePathBuilder().path(role.id()).build();
    return Response.created(location).entity(RoleJson.role(role, chinese())).build();
  }

  @GET
  @Path("/{id}")
  public JsonObject read(@PathParam("id") String id) {
    return RoleJson.role(roles.role(caller.id(), id), chinese());
  }

  @PUT
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonObject change(@PathParam("id") String id, InputStream body) {
    return RoleJson.role(roles.change(caller.id(), id, text(body)), chinese());
  }

  @DELETE
  @Path("/{id}")
  public void delete(@PathParam("id") String id) {
    roles.delete(caller.id(), id);
  }

  private static RoleText text(InputStream body) {
    JsonBody json = JsonBody.read(body);
    return new RoleText(
        json.text("name"),
        json.text("icon"),
        json.text("prompt"),
        json.text("model"),
        json.decimal("temperature"));
  }

  private boolean chinese() {
    return Languages.chinese(headers);
  }
}
