package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatClient.Reply;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Frame;
import org.streamchat.support.ScriptedModel;
import org.streamchat.support.TokenIssuer;

/** Programs with tokens: of the identity provider's, and of their user's own. */
class BearerIT {
  private static final TokenIssuer ISSUER = TokenIssuer.start();
  private static final int MOST_FAILED = 40;
  private static final String PORTAL = "https://portal.example.org";
  private static final ChatSystem NODE =
      ChatSystem.node(
          "bearer",
          Map.ofEntries(
              Map.entry("OPENAI_BASE_URL", ScriptedModel.shared().baseUrl().toString()),
              Map.entry("OPENAI_API_KEY", ChatSystem.SECRET_KEY),
              Map.entry("STREAMCHAT_AUTH", "header,bearer"),
              Map.entry("STREAMCHAT_AUTH_TRUSTED_PROXIES", "127.0.0.1,::1"),
              Map.entry("STREAMCHAT_AUTH_ISSUER", ISSUER.issuer()),
              Map.entry("STREAMCHAT_AUTH_BEARER_AUDIENCE", TokenIssuer.CLIENT),
              Map.entry("STREAMCHAT_AUTH_ADMIN_GROUP", "chat-admins"),
              Map.entry("STREAMCHAT_PUBLIC_URL", "https://chat.example.org"),
              Map.entry("STREAMCHAT_CORS_ORIGINS", PORTAL),
              Map.entry(
                  "STREAMCHAT_LIMITS_FAILED_LOGINS_PER_MINUTE", String.valueOf(MOST_FAILED))));

  private final String run = UUID.randomUUID().toString();
  private final JWTClaimsSet claims = ISSUER.claims("alice-" + run).build();
  private final ChatClient alice = with(ISSUER.sign(claims));

  @AfterAll
  static void stop() {
    NODE.stop();
    ISSUER.close();
  }

  private static ChatClient with(String token) {
    // As if from an address of its own, for what fails is counted for each.
    return NODE.client().with("Authorization", "Bearer " + token, "X-Forwarded-For", "203.0.113.5");
  }

  private ChatClient admin() {
    return with(
        ISSUER.sign(ISSUER.claims("root-" + run).claim("groups", List.of("chat-admins")).build()));
  }

  private static JsonObject wanted(String name, String... scopes) {
    return Json.createObjectBuilder()
        .add("name", name)
        .add("scopes", Json.createArrayBuilder(List.of(scopes)))
        .add("expiresInDays", 7)
        .build();
  }

  private static String made(ChatClient client, String... scopes) {
    Reply reply = client.send("POST", "api/tokens", wanted("script", scopes));
    assertThat(reply.status()).as(reply.body()).isEqualTo(201);
    return reply.json().getString("token");
  }

  private static void assertRefused(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(401);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(reply.problem()).isEqualTo("unauthenticated");
  }

  @Test
  void aProgramStreamsResumesAndStops() {
    streamsResumesAndStops(alice);
  }

  @Test
  void soDoesAScriptWithAnAccessToken() {
    streamsResumesAndStops(with(made(alice, "chat")));
  }

  private static void streamsResumesAndStops(ChatClient client) {
    String session;
    String cursor;
    try (ChatStream stream = client.ask("tokens=3000 pace=20 long")) {
      List<Frame> first = stream.take(3);
      session = first.get(0).data().getString("sessionId");
      cursor = first.get(2).id();
    }
    try (ChatStream again = client.follow(session, cursor)) {
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.take(1).get(0).event()).isEqualTo("message");
      assertThat(client.stop(session).status()).isEqualTo(204);
      List<Frame> rest = again.rest();
      assertThat(rest.get(rest.size() - 1).data().getString("finishReason")).isEqualTo("stopped");
    }
  }

  @Test
  void tellsWhoTheyAre() {
    JsonObject me = alice.get("api/me").json();
    assertThat(me.getString("id")).isEqualTo("alice-" + run);
    assertThat(me.getString("email")).startsWith("alice-");
    assertThat(me.getBoolean("tokens")).isTrue();
    assertThat(me).doesNotContainKey("logout");
    assertThat(me.getJsonArray("roles")).hasToString("[\"user\"]");
    assertThat(admin().get("api/admin/generations").status()).isEqualTo(200);
    assertThat(alice.get("api/admin/generations").status()).isEqualTo(403);
  }

  @Test
  void pagesOfNamedSitesCallWithATokenOnly() {
    String[] asking = {
      "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization"
    };
    Reply may =
        NODE.client().with("Origin", PORTAL).with(asking).send("OPTIONS", "api/sessions", null);
    assertThat(may.status()).isEqualTo(204);
    assertThat(may.header("Access-Control-Allow-Origin")).isEqualTo(PORTAL);
    assertThat(may.header("Access-Control-Allow-Headers")).contains("Authorization");
    assertThat(may.header("Access-Control-Allow-Methods")).contains("PATCH", "DELETE");

    ChatClient page = alice.with("Origin", PORTAL, "Sec-Fetch-Site", "cross-site");
    Reply made = page.send("POST", "api/sessions", Json.createObjectBuilder().build());
    assertThat(made.status()).isEqualTo(201);
    Reply nobody = NODE.client().with("Origin", PORTAL).get("api/me");
    assertThat(nobody.status()).isEqualTo(401);
    for (Reply reply : List.of(may, made, nobody)) {
      assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo(PORTAL);
      assertThat(reply.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
      assertThat(reply.headers().allValues("Vary")).contains("Origin");
    }

    // Whom the proxy knows by a cookie of theirs, which the browser sends along from any page.
    ChatClient cookie =
        NODE.client()
            .with("X-Forwarded-User", "carol-" + run)
            .with("Origin", PORTAL, "Sec-Fetch-Site", "cross-site");
    assertThat(cookie.send("POST", "api/sessions", Json.createObjectBuilder().build()).status())
        .isEqualTo(403);

    for (String foreign : List.of("https://evil.example.org", PORTAL + ".evil", "null")) {
      ChatClient other = alice.with("Origin", foreign, "Sec-Fetch-Site", "cross-site");
      assertThat(other.send("POST", "api/sessions", Json.createObjectBuilder().build()).status())
          .isEqualTo(403);
      for (Reply reply :
          List.of(other.get("api/me"), other.with(asking).send("OPTIONS", "api/sessions", null))) {
        assertThat(reply.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      }
    }
  }

  @Test
  void browsersAreToldToComeByTlsOnly() {
    for (Reply reply : List.of(NODE.client().get(""), alice.get("api/me"))) {
      assertThat(reply.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
    }
    assertThat(NODE.client().get("login").problem()).isEqualTo("not-found");
    assertThat(NODE.client().send("POST", "logout", null).status()).isEqualTo(404);
  }

  @Test
  void refusesWhatTheProviderHasNotSignedForIt() {
    assertRefused(NODE.client().get("api/me"));
    assertRefused(with(new PlainJWT(claims).serialize()).get("api/me"));
    assertRefused(with(ISSUER.sign(ISSUER.claims("a").audience("another").build())).get("api/me"));
    assertRefused(with("sct_" + "A".repeat(43)).get("api/sessions"));
    Reply expired =
        with(ISSUER.sign(ISSUER.claims("a").expirationTime(new java.util.Date(0)).build()))
            .get("api/me");
    assertRefused(expired);
    assertThat(expired.header("WWW-Authenticate")).contains("invalid_token");
    assertThat(expired.headers().firstValue("Location")).isEmpty();
  }

  @Test
  void accessTokensDoWhatTheyWereMadeFor() {
    ChatClient read = with(made(alice, "read"));
    ChatClient chat = with(made(alice, "chat"));
    ChatClient admins = with(made(admin(), "admin", "read"));
    String session = alice.createSession();

    assertThat(read.session(session).status()).isEqualTo(200);
    assertThat(read.askWhole(session, "tokens=1 pace=0").status()).isEqualTo(403);
    assertThat(chat.askWhole(session, "tokens=1 pace=0").status()).isEqualTo(200);
    assertThat(chat.send("POST", "api/tokens", wanted("more", "chat")).status()).isEqualTo(403);
    assertThat(chat.get("api/admin/generations").status()).isEqualTo(403);
    assertThat(admins.get("api/admin/generations").status()).isEqualTo(200);
    assertThat(admins.session(session).status()).isEqualTo(404);
    Reply notAdmin = alice.send("POST", "api/tokens", wanted("admin", "admin"));
    assertThat(notAdmin.status()).isEqualTo(403);
  }

  @Test
  void accessTokensAreListedWithoutTheirSecretAndRevoked() {
    String secret = made(alice, "read", "chat");
    Reply list = alice.get("api/tokens");
    JsonObject token = list.json().getJsonArray("tokens").getValuesAs(JsonObject.class).get(0);

    assertThat(list.body()).doesNotContain("sct_");
    assertThat(token.getString("name")).isEqualTo("script");
    assertThat(token.getJsonArray("scopes")).hasToString("[\"read\",\"chat\"]");
    assertThat(token.getString("createdAt")).endsWith("Z");
    assertThat(token.getString("expiresAt")).endsWith("Z");
    assertThat(token).doesNotContainKeys("lastUsedAt", "token");

    assertThat(with(secret).get("api/me").status()).isEqualTo(200);
    assertThat(alice.get("api/tokens").json().getJsonArray("tokens").getJsonObject(0))
        .containsKey("lastUsedAt");
    String path = "api/tokens/" + token.getString("id");
    assertThat(admin().send("DELETE", path, null).problem()).isEqualTo("unknown-token");
    assertThat(alice.send("DELETE", path, null).status()).isEqualTo(204);
    assertRefused(with(secret).get("api/me"));
  }

  @Test
  void refusesToMakeUnusableTokens() {
    for (JsonObject body :
        List.of(
            wanted("", "chat"),
            wanted("x".repeat(101), "chat"),
            wanted("none"),
            wanted("unknown", "root"),
            Json.createObjectBuilder(wanted("long", "chat")).add("expiresInDays", 400).build(),
            Json.createObjectBuilder(wanted("short", "chat")).add("expiresInDays", 0).build())) {
      Reply reply = alice.send("POST", "api/tokens", body);
      assertThat(reply.status()).as(body.toString()).isEqualTo(400);
      assertThat(reply.json()).containsKey("member");
    }
  }

  @Test
  void whoeverGuessesHasToWaitAndNobodyElse() throws IOException {
    ChatClient guessing =
        NODE.client()
            .with(
                "Authorization", "Bearer sct_" + "B".repeat(43), "X-Forwarded-For", "203.0.113.9");
    Reply last = null;
    for (int i = 0; i <= MOST_FAILED + 5; i++) {
      last = guessing.get("api/me");
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.problem()).isEqualTo("limit-exceeded");
    assertThat(last.header("Retry-After")).isNotEmpty();
    assertThat(alice.get("api/me").status()).isEqualTo(200);
    assertThat(Files.readString(NODE.log())).doesNotContain("BBBBBBBB", "eyJ");
  }
}
