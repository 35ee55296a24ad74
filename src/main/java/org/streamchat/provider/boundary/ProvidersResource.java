package org.streamchat.provider.boundary;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.streamchat.identity.control.Caller;
import org.streamchat.platform.control.JsonBody;
import org.streamchat.provider.control.Providers;
import org.streamchat.provider.entity.ProviderInfo;

/** Which providers and models a question can go to, and the caller's own keys for them. */
@Path("/providers")
@RequestScoped
public class ProvidersResource {
  private static final JsonProvider JSON = JsonProvider.provider();

  private final Caller caller;
  private final Providers providers;

  /** For client proxies. */
  protected ProvidersResource() {
    this(null, null);
  }

  @Inject
  public ProvidersResource(Caller caller, Providers providers) {
    this.caller = caller;
    this.providers = providers;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public JsonObject list() {
    JsonArrayBuilder list = JSON.createArrayBuilder();
    providers.list(caller.id()).forEach(provider -> list.add(json(provider)));
    return JSON.createObjectBuilder().add("providers", list).build();
  }

  /** The key is kept sealed and never shown again. */
  @PUT
  @Path("/{id}/key")
  @Consumes(MediaType.APPLICATION_JSON)
  public void keepKey(@PathParam("id") String id, InputStream body) {
    providers.keepKey(caller.id(), id, JsonBody.read(body).requiredText("key").strip());
  }

  @DELETE
  @Path("/{id}/key")
  public void forgetKey(@PathParam("id") String id) {
    providers.forgetKey(caller.id(), id);
  }

  private static JsonObjectBuilder json(ProviderInfo provider) {
    return JSON.createObjectBuilder()
        .add("id", provider.id())
        .add("name", provider.name())
        .add("demo", provider.demo())
        .add("models", JSON.createArrayBuilder(provider.models()))
        .add("defaultModel", provider.defaultModel())
        .add("usable", provider.usable())
        .add("keyOf", provider.keyOf().wire())
        .add("ownKeys", provider.ownKeys());
  }
}
