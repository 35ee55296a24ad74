package org.streamchat.identity.boundary;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.streamchat.identity.control.Caller;

/** Who the caller is. */
@Path("/me")
@RequestScoped
public class MeResource {
  private static final JsonProvider JSON = JsonProvider.provider();

  private final Caller caller;

  protected MeResource() {
    this.caller = null;
  }

  @Inject
  public MeResource(Caller caller) {
    this.caller = caller;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public JsonObject me() {
    return JSON.createObjectBuilder()
        .add("id", caller.id())
        .add("name", caller.name())
        .add("roles", JSON.createArrayBuilder(caller.roles()))
        .build();
  }
}
