package org.streamchat.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatClient.Reply;
import org.streamchat.support.ChatStream;
import org.streamchat.support.Frame;
import org.streamchat.support.Stores;
import redis.clients.jedis.RedisClient;

/** Signing in, staying signed in and signing out, with a real Keycloak and a real browser. */
class KeycloakIT {
  private static final Site SITE = Site.shared();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @AfterAll
  static void stop() {
    SITE.stop();
  }

  private static ChatClient with(String token) {
    return SITE.one.client().with("Authorization", "Bearer " + token);
  }

  @Test
  void twoUsersSignInAndEachSeesOnlyTheirOwn() {
    try (Visitor alice = Visitor.signedIn(SITE.one, "alice");
        Visitor bob = Visitor.signedIn(SITE.one, "bob");
        Visitor admin = Visitor.signedIn(SITE.one, "admin")) {
      JsonObject me = alice.me(SITE.one);
      assertThat(me.getString("name")).isEqualTo("Alice Liddell");
      assertThat(me.getString("email")).isEqualTo("alice@example.org");
      assertThat(me.getString("logout")).isEqualTo("/logout");
      assertThat(me.getBoolean("tokens")).isTrue();
      assertThat(me.getJsonArray("roles")).hasToString("[\"user\"]");
      assertThat(admin.me(SITE.one).getJsonArray("roles")).hasToString("[\"admin\",\"user\"]");

      try (ChatStream stream = alice.client(SITE.one).ask("tokens=3000 pace=20 live")) {
        JsonObject begun = stream.take(1).get(0).data();
        String session = "api/sessions/" + begun.getString("sessionId");
        assertThat(alice.call("GET", SITE.one, session).status()).isEqualTo(200);
        assertThat(bob.call("GET", SITE.one, session).status()).isEqualTo(404);
        assertThat(admin.call("GET", SITE.one, session).status()).isEqualTo(404);
        assertThat(bob.call("GET", SITE.one, "api/admin/generations").status()).isEqualTo(403);
        assertThat(admin.call("GET", SITE.one, "api/admin/generations").text())
            .contains(begun.getString("generationId"));
        String stop = "api/chat/" + begun.getString("sessionId") + "/stop";
        assertThat(alice.call("POST", SITE.one, stop).status()).isEqualTo(204);
        stream.rest();
      }
    }
  }

  @Test
  void theCookieIsSealedAndChangesNeedMoreThanIt() {
    try (Visitor alice = Visitor.signedIn(SITE.one, "alice")) {
      Cookie session =
          alice.context.cookies().stream()
              .filter(cookie -> cookie.name.equals(Visitor.SESSION))
              .findFirst()
              .orElseThrow();
      assertThat(session.httpOnly).isTrue();
      assertThat(session.sameSite).isEqualTo(SameSiteAttribute.LAX);
      assertThat(alice.page.evaluate("() => document.cookie").toString())
          .startsWith(Visitor.CSRF + "=")
          .doesNotContain(Visitor.SESSION);

      String csrf = alice.cookie(Visitor.CSRF);
      assertThat(alice.call("POST", SITE.one, "api/sessions", csrf).status()).isEqualTo(201);
      for (String wrong : new String[] {null, "", "x", csrf + "x"}) {
        APIResponse refused = alice.call("POST", SITE.one, "api/sessions", wrong);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("urn:streamchat:problem:forbidden");
      }
      assertThat(alice.call("POST", SITE.one, "logout", null).status()).isEqualTo(403);
      assertThat(alice.status(SITE.one)).isEqualTo(200);

      String value = session.value;
      for (String tampered : List.of("B" + value.substring(1), value.substring(4), "x")) {
        Reply refused =
            SITE.one.client().with("Cookie", Visitor.SESSION + "=" + tampered).get("api/me");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.json().getString("login")).isEqualTo("/login?return=%2F");
        assertThat(refused.headers().firstValue("Location")).isEmpty();
      }
    }
  }

  @Test
  void bothNodesKnowTheSessionAndNoneKeepsOne() {
    try (Visitor alice = Visitor.signedIn(SITE.one, "alice")) {
      assertThat(alice.me(SITE.two).getString("name")).isEqualTo("Alice Liddell");
      assertThat(alice.cookies()).doesNotContain("JSESSIONID");
      SITE.one.restart();
      assertThat(alice.status(SITE.one)).isEqualTo(200);
    }
  }

  @Test
  void aTokenThatExpiresInMidStreamDoesNotCutTheAnswer() {
    try (Visitor alice = Visitor.signedIn(SITE.one, "alice")) {
      String before = alice.cookie(Visitor.SESSION);
      try (ChatStream stream = alice.client(SITE.one).ask("tokens=400 pace=30 long")) {
        List<Frame> frames = stream.rest();
        assertThat(frames.get(frames.size() - 1).event()).isEqualTo("done");
      }
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                assertThat(alice.status(SITE.two)).isEqualTo(200);
                return !alice.cookie(Visitor.SESSION).equals(before);
              });
      assertThat(alice.status(SITE.one)).isEqualTo(200);
    }
  }

  @Test
  void signsOutHereAndThere() {
    try (Visitor alice = Visitor.signedIn(SITE.one, "alice")) {
      String stolen = alice.cookies();
      APIResponse out = alice.call("POST", SITE.one, "logout");
      assertThat(out.status()).isEqualTo(200);
      String location = Visitor.json(out).getString("location");
      assertThat(location).startsWith(SITE.keycloak.issuer() + "/protocol/openid-connect/logout?");
      assertThat(alice.status(SITE.one)).isEqualTo(401);
      assertThat(SITE.two.client().with("Cookie", stolen).get("api/me").status()).isEqualTo(401);

      alice.page.navigate(location);
      alice.page.waitForURL(SITE.one.url() + "**");
      assertThat(alice.isAskedForPassword(SITE.one)).isTrue();
    }
  }

  @Test
  void signsOutWhereTheProviderSaysSo() {
    try (Visitor bob = Visitor.signedIn(SITE.one, "bob");
        Visitor alice = Visitor.signedIn(SITE.one, "alice");
        RedisClient redis = RedisClient.create(Stores.shared().redis().url())) {
      int told = redis.keys("sc:login:sid:*").size();
      SITE.logOut(bob.me(SITE.one).getString("id"));

      await().atMost(LIMIT).until(() -> bob.status(SITE.two) == 401);
      await().atMost(LIMIT).until(() -> redis.keys("sc:login:sid:*").size() > told);
      assertThat(alice.status(SITE.one)).isEqualTo(200);
      assertThat(
              SITE.one
                  .client()
                  .sendRaw(
                      "POST",
                      "logout/backchannel",
                      "application/x-www-form-urlencoded",
                      "logout_token=x.y.z")
                  .status())
          .isEqualTo(400);
    }
  }

  @Test
  void thePageLeadsToTheLoginAndOutAgain() {
    try (Visitor alice = new Visitor()) {
      alice.page.navigate(SITE.one.url().toString());
      alice.fillIn("alice");
      alice.page.waitForURL(SITE.one.url() + "**");
      alice.page.locator(".composer textarea").waitFor();
      alice.page.getByLabel("Signed in as Alice Liddell").click();
      alice.page.getByText("Sign out").click();
      alice.page.locator("#password").waitFor();
      assertThat(alice.status(SITE.one)).isEqualTo(401);
    }
  }

  @Test
  void anAnswerOfTheProvidersIsTakenOnceAndInOneBrowser() {
    try (Visitor alice = new Visitor();
        Visitor mallory = new Visitor()) {
      alice.signIn(SITE.one, "alice", "/");
      String callback =
          alice.requested.stream()
              .filter(address -> address.contains("/login/callback?"))
              .findFirst()
              .orElseThrow();
      assertThat(callback).contains("state=", "code=");

      assertThat(mallory.page.navigate(callback).status()).isEqualTo(400);
      assertThat(mallory.page.textContent("h1")).isEqualTo("Not signed in");
      assertThat(mallory.status(SITE.one)).isEqualTo(401);
      assertThat(alice.page.navigate(callback).status()).isEqualTo(400);
      assertThat(
              alice
                  .page
                  .navigate(callback.replaceFirst("state=[^&]+", "state=" + "x".repeat(43)))
                  .status())
          .isEqualTo(400);
      assertThat(alice.status(SITE.one)).isEqualTo(200);
    }
  }

  @Test
  void leadsToNoOtherSite() {
    for (String wanted :
        List.of("https://evil.example/", "//evil.example/", "/%5Cevil.example", "javascript:1")) {
      try (Visitor alice = new Visitor()) {
        alice.signIn(SITE.one, "alice", wanted);
        assertThat(alice.page.url()).startsWith(SITE.one.url().toString());
        assertThat(alice.requested).noneMatch(address -> address.matches("\\w+://evil\\..*"));
      }
    }
  }

  @Test
  void aProgramWithATokenStreamsResumesAndStops() {
    ChatClient alice = with(SITE.token("scripts", "alice"));
    String session;
    String cursor;
    try (ChatStream stream = alice.ask("tokens=3000 pace=20 long")) {
      List<Frame> first = stream.take(3);
      session = first.get(0).data().getString("sessionId");
      cursor = first.get(2).id();
    }
    ChatClient later = with(SITE.token("scripts", "alice"));
    try (ChatStream again = later.follow(session, cursor)) {
      again.take(1);
      assertThat(later.stop(session).status()).isEqualTo(204);
      assertThat(again.rest()).filteredOn(Frame::terminal).hasSize(1);
    }
    ChatClient admin = with(SITE.token("scripts", "admin"));
    assertThat(admin.get("api/admin/generations").status()).isEqualTo(200);
    assertThat(later.get("api/admin/generations").status()).isEqualTo(403);
  }

  @Test
  void refusesTokensForOthersUnsignedAndExpired() throws ParseException {
    String token = SITE.token("scripts", "alice");
    JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
    assertThat(with(SITE.token("another", "alice")).get("api/me").status()).isEqualTo(401);
    assertThat(with(new PlainJWT(claims).serialize()).get("api/me").status()).isEqualTo(401);
    assertThat(with(token.substring(0, token.length() - 8) + "AAAAAAAA").get("api/me").status())
        .isEqualTo(401);
    assertThat(with(token).get("api/me").status()).isEqualTo(200);
  }

  @Test
  void knowsANewKeyAtOnce() {
    assertThat(with(SITE.token("scripts", "alice")).get("api/me").status()).isEqualTo(200);
    SITE.rotateKey();
    await()
        .atMost(LIMIT)
        .until(() -> with(SITE.token("scripts", "alice")).get("api/me").status() == 200);
    try (Visitor alice = Visitor.signedIn(SITE.two, "alice")) {
      assertThat(alice.status(SITE.two)).isEqualTo(200);
    }
  }

  @Test
  void nothingSecretIsInTheLog() throws Exception {
    try (Visitor alice = Visitor.signedIn(SITE.one, "alice")) {
      String session = alice.cookie(Visitor.SESSION);
      assertThat(alice.status(SITE.one)).isEqualTo(200);
      assertThat(Files.readString(SITE.one.log()))
          .doesNotContain(session.substring(0, 60), "eyJ", "code=", "streamchat-of-the");
    }
  }
}
