package org.streamchat.provider.boundary;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.streamchat.provider.control.Providers;
import org.streamchat.provider.entity.ProviderInfo;

/** Which providers and models a question can go to. */
@Path("/providers")
@RequestScoped
public class ProvidersResource {
  private static final JsonProvider JSON = JsonProvider.provider();

  private final Providers providers;

  /** For client proxies. */
  protected ProvidersResource() {
    this.providers = null;
  }

  @Inject
  public ProvidersResource(Providers providers) {
    this.providers = providers;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public JsonObject list() {
    JsonArrayBuilder list = JSON.createArrayBuilder();
    for (ProviderInfo provider : providers.list()) {
      JsonObjectBuilder shown =
          JSON.createObjectBuilder()
              .add("id", provider.id())
              .add("name", provider.name())
              .add("demo", provider.demo())
              .add("models", JSON.createArrayBuilder(provider.models()))
              .add("defaultModel", provider.defaultModel());
      list.add(shown);
    }
    return JSON.createObjectBuilder().add("providers", list).build();
  }
}
