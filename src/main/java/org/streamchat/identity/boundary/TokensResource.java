package org.streamchat.identity.boundary;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.streamchat.identity.control.AccessTokens;
import org.streamchat.identity.control.Caller;
import org.streamchat.identity.control.IdentitySettings;
import org.streamchat.identity.entity.AccessToken;
import org.streamchat.identity.entity.Login;
import org.streamchat.identity.entity.Scope;
import org.streamchat.platform.control.JsonBody;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** The caller's own access tokens for programs. */
@Path("/tokens")
@RequestScoped
public class TokensResource {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final int DEFAULT_DAYS = 90;

  private final Caller caller;
  private final AccessTokens tokens;
  private final IdentitySettings settings;

  /** For client proxies. */
  protected TokensResource() {
    this(null, null, null);
  }

  @Inject
  public TokensResource(Caller caller, AccessTokens tokens, IdentitySettings settings) {
    this.caller = caller;
    this.tokens = tokens;
    this.settings = settings;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public JsonObject list() {
    checkTaken();
    JsonArrayBuilder list = JSON.createArrayBuilder();
    tokens.list(caller.id()).forEach(token -> list.add(json(token)));
    return JSON.createObjectBuilder().add("tokens", list).build();
  }

  /** The token itself is told in this answer only. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Response make(InputStream body) {
    checkTaken();
    JsonBody json = JsonBody.read(body);
    String name = json.requiredText("name").strip();
    if (name.isEmpty()
        || name.length() > AccessTokens.MAX_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw invalid("name", "1 to " + AccessTokens.MAX_NAME + " characters in one line");
    }
    Integer days = json.integer("expiresInDays");
    if (days != null && (days < 1 || days > AccessTokens.MAX_DAYS)) {
      throw invalid("expiresInDays", "1 to " + AccessTokens.MAX_DAYS);
    }
    Login login =
        caller
            .login()
            .orElseThrow(() -> new ProblemException(Problem.UNAUTHENTICATED, "Sign in first"));
    AccessTokens.Made made =
        tokens.make(
            login.user(),
            name,
            scopes(json.texts("scopes")),
            Duration.ofDays(days == null ? DEFAULT_DAYS : days));
    return Response.status(Response.Status.CREATED)
        .entity(json(made.token()).add("token", made.secret()).build())
        .build();
  }

  @DELETE
  @Path("/{id}")
  public void revoke(@PathParam("id") String id) {
    checkTaken();
    tokens.revoke(caller.id(), id);
  }

  private Set<Scope> scopes(List<String> wires) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String wire : wires) {
      scopes.add(Scope.of(wire).orElseThrow(() -> invalid("scopes", "read, chat, admin")));
    }
    if (scopes.isEmpty()) {
      throw invalid("scopes", "at least one of read, chat, admin");
    }
    if (scopes.contains(Scope.ADMIN)) {
      caller.require(Scope.ADMIN.wire());
    }
    return scopes;
  }

  private void checkTaken() {
    if (!settings.takesTokens()) {
      throw new ProblemException(
          Problem.NOT_FOUND, "There are no access tokens where nobody signs in");
    }
  }

  private static ProblemException invalid(String member, String takes) {
    return new ProblemException(Problem.INVALID_REQUEST, member + " takes " + takes)
        .with("member", member);
  }

  private static JsonObjectBuilder json(AccessToken token) {
    JsonArrayBuilder scopes = JSON.createArrayBuilder();
    token.scopes().stream().sorted().forEach(scope -> scopes.add(scope.wire()));
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", token.id())
            .add("name", token.name())
            .add("scopes", scopes)
            .add("createdAt", token.createdAt().toString())
            .add("expiresAt", token.expiresAt().toString());
    if (token.lastUsedAt() != null) {
      json.add("lastUsedAt", token.lastUsedAt().toString());
    }
    return json;
  }
}
