package org.streamchat.limits.boundary;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.streamchat.identity.control.Caller;
import org.streamchat.identity.control.IdentitySettings;
import org.streamchat.limits.control.LimitSettings;
import org.streamchat.limits.control.Limits;

/** Who the caller is, what they may, and what they have used. */
@Path("/me")
@RequestScoped
public class MeResource {
  private static final JsonProvider JSON = JsonProvider.provider();

  private final Caller caller;
  private final Limits limits;
  private final IdentitySettings identity;

  protected MeResource() {
    this(null, null, null);
  }

  @Inject
  public MeResource(Caller caller, Limits limits, IdentitySettings identity) {
    this.caller = caller;
    this.limits = limits;
    this.identity = identity;
  }

  /** A limit that there is not, and a use that cannot be told at the moment, are left out. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public JsonObject me() {
    JsonObjectBuilder me =
        JSON.createObjectBuilder().add("id", caller.id()).add("name", caller.name());
    caller.email().ifPresent(email -> me.add("email", email));
    if (identity.takesTokens()) {
      me.add("tokens", true);
    }
    caller.logout().ifPresent(logout -> me.add("logout", logout));
    return me.add("roles", JSON.createArrayBuilder(caller.roles()))
        .add("limits", limits(limits.settings()))
        .add("use", use())
        .build();
  }

  private static JsonObjectBuilder limits(LimitSettings settings) {
    JsonObjectBuilder limits = JSON.createObjectBuilder();
    if (settings.sendsPerMinute() > 0) {
      limits.add("sendsPerMinute", settings.sendsPerMinute());
    }
    if (settings.concurrent() > 0) {
      limits.add("concurrent", settings.concurrent());
    }
    settings.tokensPerDay().ifPresent(tokens -> limits.add("tokensPerDay", tokens));
    return limits;
  }

  private JsonObjectBuilder use() {
    JsonObjectBuilder use = JSON.createObjectBuilder();
    limits.tokensToday(caller.id()).ifPresent(tokens -> use.add("tokensToday", tokens));
    return use;
  }
}
