package org.streamchat.identity.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.streamchat.identity.entity.User;
import org.streamchat.launch.EmbeddedRedis;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.Seal;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.support.TokenIssuer;

/** Two nodes, a browser and an identity provider. */
class SessionsTest {
  private static final Path HOME = Path.of("target", "test", "sessions-redis");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int HOUR = 3_600;
  private static EmbeddedRedis redis;

  private final TokenIssuer issuer = TokenIssuer.start();
  private final FakeBrowser browser = new FakeBrowser();
  private final String alice = "alice-" + UUID.randomUUID();
  private final String sid = UUID.randomUUID().toString();
  private Sessions node;
  private Sessions otherNode;

  @BeforeAll
  static void startRedis() {
    EmbeddedRedis.clear(HOME);
    redis = EmbeddedRedis.start(HOME);
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void start() {
    node = node(Map.of());
    otherNode = node(Map.of());
  }

  @AfterEach
  void stop() {
    node.close();
    otherNode.close();
    issuer.close();
  }

  private Sessions node(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("streamchat.auth", "oidc");
    settings.put("streamchat.auth.issuer", issuer.issuer());
    settings.put("streamchat.auth.oidc.client-id", TokenIssuer.CLIENT);
    settings.put("streamchat.auth.secret", "a secret for nothing but the tests");
    settings.put("streamchat.public-url", "https://chat.example.org");
    settings.put("REDIS_URL", redis.url());
    settings.putAll(more);
    return new Sessions(Environment.of(settings));
  }

  private Map<String, String[]> begin(Sessions at, String returnPath) {
    URI address = at.begin(browser.get("/login"), browser.response(), returnPath);
    assertThat(address.toString()).startsWith(issuer.issuer() + "/authorize?");
    return FakeBrowser.parameters(address.getRawQuery());
  }

  private String complete(Sessions at, String state, String code) {
    return at.complete(
        browser.get("/login/callback?state=" + state + "&code=" + code), browser.response());
  }

  private String grant(
      Map<String, String[]> asked,
      int lifetime,
      String refresh,
      UnaryOperator<JWTClaimsSet.Builder> change) {
    JWTClaimsSet claims =
        change
            .apply(issuer.claims(alice).claim("nonce", asked.get("nonce")[0]).claim("sid", sid))
            .build();
    return granted(issuer.sign(claims), lifetime, refresh);
  }

  private String granted(String idToken, int lifetime, String refresh) {
    String code = "code-" + UUID.randomUUID();
    issuer.grant(code, tokens(idToken, lifetime, refresh));
    return code;
  }

  private static String tokens(String idToken, int lifetime, String refresh) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("access_token", "opaque")
            .add("token_type", "Bearer")
            .add("expires_in", lifetime)
            .add("id_token", idToken);
    return (refresh == null ? json : json.add("refresh_token", refresh)).build().toString();
  }

  private void signIn(int lifetime, String refresh) {
    Map<String, String[]> asked = begin(node, "/");
    complete(node, asked.get("state")[0], grant(asked, lifetime, refresh, claims -> claims));
  }

  /** Another one in every test: what became of one is remembered for a while. */
  private String refresh(int number) {
    return "r-" + number + "-" + sid;
  }

  /** Until what was valid for a second is no more. */
  private static void awaitExpiry() {
    Instant expiry = Instant.now().plusSeconds(1);
    await().atMost(LIMIT).until(() -> Instant.now().isAfter(expiry));
  }

  private Optional<Session> current(Sessions at) {
    return at.current(browser.get("/api/me"), browser.response());
  }

  private void assertNotSignedIn(Runnable login) {
    assertThatThrownBy(login::run).isInstanceOf(WrongCredential.class);
    assertThat(browser.jar.keySet()).noneMatch(name -> name.startsWith("__Host-sc-session"));
    assertThat(current(node)).isEmpty();
  }

  @Test
  void signsInWithCodeAndProofAndComesBack() {
    Map<String, String[]> asked = begin(node, "/chat/7#end");
    assertThat(asked.get("response_type")).containsExactly("code");
    assertThat(asked.get("code_challenge_method")).containsExactly("S256");
    assertThat(asked.get("redirect_uri"))
        .containsExactly("https://chat.example.org/login/callback");

    String code =
        grant(asked, HOUR, refresh(1), claims -> claims.claim("groups", List.of("staff")));
    assertThat(complete(otherNode, asked.get("state")[0], code)).isEqualTo("/chat/7#end");

    assertThat(issuer.tokenRequests().get(0)).contains("code_verifier=", code);
    Session session = current(node).orElseThrow();
    assertThat(session.user().id()).isEqualTo(alice);
    assertThat(session.user().groups()).containsExactly("staff");
    assertThat(session.toString()).doesNotContain(refresh(1));
  }

  @Test
  void itsCookiesAreForThisHostAndNoScript() {
    signIn(HOUR, refresh(1));

    assertThat(browser.set)
        .filteredOn(cookie -> !cookie.startsWith("sc-csrf="))
        .isNotEmpty()
        .allMatch(cookie -> cookie.startsWith("__Host-"))
        .allMatch(cookie -> cookie.contains("; HttpOnly"));
    assertThat(browser.set)
        .allMatch(cookie -> cookie.contains("; Path=/;"))
        .allMatch(cookie -> cookie.contains("; SameSite=Lax"))
        .allMatch(cookie -> cookie.contains("; Secure"))
        .noneMatch(cookie -> cookie.contains("alice") || cookie.contains(refresh(1)));
    assertThat(browser.jar.keySet()).containsExactly("__Host-sc-session", "sc-csrf");
    assertThat(browser.jar.get("sc-csrf")).isEqualTo(current(node).orElseThrow().csrf());
  }

  @Test
  void leadsToNoOtherSite() {
    Map<String, String[]> asked = begin(node, "//evil.example");
    String code = grant(asked, HOUR, null, claims -> claims);

    assertThat(complete(node, asked.get("state")[0], code)).isEqualTo("/");
  }

  @Test
  void takesNoAnswerToALoginOfAnotherBrowser() {
    Map<String, String[]> asked = begin(node, "/");
    browser.jar.clear();
    assertNotSignedIn(
        () -> complete(node, asked.get("state")[0], grant(asked, HOUR, null, claims -> claims)));
    Map<String, String[]> mine = begin(node, "/");
    assertNotSignedIn(
        () -> complete(node, asked.get("state")[0], grant(mine, HOUR, null, claims -> claims)));
    assertNotSignedIn(() -> complete(node, "", "x"));
    assertNotSignedIn(
        () -> node.complete(browser.get("/login/callback?code=x"), browser.response()));
    assertThat(issuer.tokenRequests()).isEmpty();
  }

  @Test
  void takesAnAnswerOnce() {
    Map<String, String[]> asked = begin(node, "/");
    Map<String, String> before = Map.copyOf(browser.jar);
    String code = grant(asked, HOUR, null, claims -> claims);
    complete(node, asked.get("state")[0], code);
    browser.jar.clear();
    browser.jar.putAll(before);

    assertNotSignedIn(() -> complete(otherNode, asked.get("state")[0], code));
    assertThat(issuer.tokenRequests()).hasSize(1);
  }

  @Test
  void takesNoTokenThatIsNotForThisLogin() throws JOSEException {
    List<UnaryOperator<JWTClaimsSet.Builder>> wrong =
        List.of(
            claims -> claims.claim("nonce", "another"),
            claims -> claims.claim("nonce", null),
            claims -> claims.audience("another"),
            claims -> claims.issuer("https://evil.example"),
            claims -> claims.expirationTime(new Date(0)),
            claims -> claims.subject(null));
    for (UnaryOperator<JWTClaimsSet.Builder> change : wrong) {
      Map<String, String[]> asked = begin(node, "/");
      assertNotSignedIn(
          () -> complete(node, asked.get("state")[0], grant(asked, HOUR, null, change)));
    }
    Map<String, String[]> asked = begin(node, "/");
    JWTClaimsSet claims = issuer.claims(alice).claim("nonce", asked.get("nonce")[0]).build();
    String unsigned = granted(new PlainJWT(claims).serialize(), HOUR, null);
    assertNotSignedIn(() -> complete(node, asked.get("state")[0], unsigned));
    Map<String, String[]> again = begin(node, "/");
    JWTClaimsSet right = issuer.claims(alice).claim("nonce", again.get("nonce")[0]).build();
    String foreign =
        granted(
            issuer.sign(
                new RSAKeyGenerator(2048).keyID(issuer.key().getKeyID()).generate(),
                JOSEObjectType.JWT,
                right),
            HOUR,
            null);
    assertNotSignedIn(() -> complete(node, again.get("state")[0], foreign));
  }

  @Test
  void saysThatTheUserHasChangedTheirMind() {
    Map<String, String[]> asked = begin(node, "/");
    String answer = "/login/callback?error=access_denied&state=" + asked.get("state")[0];

    assertThatThrownBy(() -> node.complete(browser.get(answer), browser.response()))
        .isInstanceOfSatisfying(
            WrongCredential.class, wrong -> assertThat(wrong.isGuess()).isFalse())
        .hasMessageContaining("access_denied");
  }

  @Test
  void aTamperedCookieIsNobodys() {
    signIn(HOUR, refresh(1));
    String cookie = browser.jar.get("__Host-sc-session");
    for (String tampered :
        List.of(
            cookie.substring(0, cookie.length() - 2) + "AA",
            "B" + cookie.substring(1),
            cookie.substring(0, 40),
            "not base64!",
            "e30")) {
      browser.jar.put("__Host-sc-session", tampered);
      assertThat(current(node)).isEmpty();
      assertThat(browser.jar).isEmpty();
    }
  }

  @Test
  void isRenewedOnceForAllRequestsOnAllNodes() {
    signIn(1, refresh(1));
    issuer.grant(
        refresh(1),
        tokens(
            issuer.sign(issuer.claims(alice).claim("name", "Alice II").build()), HOUR, refresh(2)));
    await().atMost(LIMIT).until(() -> current(node).orElseThrow().user().name().equals("Alice II"));
    browser.jar.clear();
    signIn(1, refresh(3));
    Map<String, String> old = Map.copyOf(browser.jar);
    awaitExpiry();
    issuer.grant(refresh(3), tokens(issuer.sign(issuer.claims(alice).build()), HOUR, refresh(4)));
    int before = issuer.tokenRequests().size();

    List<String> names =
        IntStream.range(0, 12)
            .parallel()
            .mapToObj(
                i -> {
                  FakeBrowser same = new FakeBrowser();
                  same.jar.putAll(old);
                  return (i % 2 == 0 ? node : otherNode)
                      .current(same.get("/api/me"), same.response());
                })
            .map(session -> session.map(Session::refreshToken).orElse("none"))
            .toList();

    assertThat(names).hasSize(12).containsOnly(refresh(4));
    assertThat(issuer.tokenRequests()).hasSize(before + 1);
  }

  @Test
  void endsWhenTheProviderDoesNotRenewIt() {
    signIn(1, "r-unknown");
    await().atMost(LIMIT).until(() -> current(node).isEmpty());
    assertThat(browser.jar).isEmpty();
  }

  @Test
  void endsWhenThereIsNothingToRenewItWith() {
    signIn(1, null);
    await().atMost(LIMIT).until(() -> current(node).isEmpty());
    assertThat(issuer.tokenRequests()).hasSize(1);
  }

  @Test
  void takesNobodyElseAtARenewal() {
    signIn(1, refresh(1));
    issuer.grant(
        refresh(1), tokens(issuer.sign(issuer.claims("mallory").build()), HOUR, refresh(2)));
    await().atMost(LIMIT).until(() -> current(node).isEmpty());
  }

  @Test
  void goesOnForAWhileWithoutTheProvider() {
    signIn(1, refresh(1));
    issuer.close();
    awaitExpiry();

    assertThat(current(node)).isPresent();
  }

  @Test
  void endsAfterItsLongestTimeHoweverItIsUsed() {
    Sessions brief = node(Map.of("streamchat.auth.session-lifetime", "1m"));
    Session old =
        new Session(
            "id",
            "csrf",
            new User("a", "A", null, Set.of(), Set.of("user")),
            "a",
            null,
            Instant.now().minusSeconds(61),
            Instant.now().plusSeconds(600),
            refresh(1),
            null);
    browser.jar.put(
        "__Host-sc-session",
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                Seal.required(
                        Environment.of(
                            Map.of(OidcSettings.SECRET, "a secret for nothing but the tests")),
                        OidcSettings.SECRET)
                    .seal(old.toBytes(), "sc-session")));

    assertThat(current(node)).isPresent();
    assertThat(current(brief)).isEmpty();
    brief.close();
  }

  @Test
  void signsOutHereAndAtTheProvider() {
    signIn(HOUR, refresh(1));
    Map<String, String> stolen = Map.copyOf(browser.jar);
    String csrf = browser.jar.get("sc-csrf");
    for (String wrong : new String[] {null, "", "x", csrf + "x"}) {
      assertThatThrownBy(() -> node.end(browser.get("/logout"), browser.response(), wrong))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FORBIDDEN));
    }
    assertThat(current(node)).isPresent();

    String location = node.end(browser.get("/logout"), browser.response(), csrf);

    assertThat(location)
        .startsWith(issuer.issuer() + "/end?")
        .contains("id_token_hint=", "post_logout_redirect_uri=https%3A%2F%2Fchat.example.org%2F");
    assertThat(browser.jar).isEmpty();
    browser.jar.putAll(stolen);
    assertThat(current(otherNode)).isEmpty();
    assertThat(node.end(browser.get("/logout"), browser.response(), null)).isEqualTo("/");
  }

  private String logoutToken(UnaryOperator<JWTClaimsSet.Builder> change) {
    JWTClaimsSet claims =
        change
            .apply(
                issuer
                    .claims(alice)
                    .jwtID(UUID.randomUUID().toString())
                    .claim(
                        "events",
                        Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of())))
            .build();
    return issuer.sign(issuer.key(), new JOSEObjectType("logout+jwt"), claims);
  }

  @Test
  void endsWhatTheProviderHasEnded() {
    signIn(HOUR, refresh(1));
    otherNode.endedByProvider(logoutToken(claims -> claims.claim("sid", "another")));
    assertThat(current(node)).isPresent();

    otherNode.endedByProvider(logoutToken(claims -> claims.claim("sid", sid)));
    assertThat(current(node)).isEmpty();
  }

  @Test
  void endsAllOfAUsersSessionsButLaterOnes() {
    signIn(HOUR, refresh(1));
    otherNode.endedByProvider(
        logoutToken(claims -> claims.issueTime(new Date(System.currentTimeMillis() - 60_000))));
    Map<String, String[]> asked = begin(node, "/");
    complete(
        node,
        asked.get("state")[0],
        grant(asked, HOUR, null, claims -> claims.claim("sid", "sid-2")));
    assertThat(current(node)).isPresent();

    otherNode.endedByProvider(logoutToken(claims -> claims));
    assertThat(current(node)).isEmpty();
  }

  @Test
  void hearsOfEndsFromTheProviderOnly() throws JOSEException {
    String foreign =
        issuer.sign(
            new RSAKeyGenerator(2048).keyID(issuer.key().getKeyID()).generate(),
            new JOSEObjectType("logout+jwt"),
            issuer.claims(alice).build());
    for (String token :
        List.of(
            "x",
            foreign,
            issuer.sign(issuer.claims(alice).build()),
            logoutToken(claims -> claims.audience("another")),
            logoutToken(claims -> claims.claim("nonce", "n")),
            logoutToken(claims -> claims.claim("events", null)))) {
      assertThatThrownBy(() -> node.endedByProvider(token)).isInstanceOf(WrongCredential.class);
    }
  }

  @Test
  void spreadsWhatOneCookieCannotHold() {
    Map<String, String[]> asked = begin(node, "/");
    List<String> groups = IntStream.range(0, 200).mapToObj(i -> "/a/department/" + i).toList();
    String code = grant(asked, HOUR, refresh(1), claims -> claims.claim("groups", groups));
    complete(node, asked.get("state")[0], code);

    assertThat(browser.jar).containsKeys("__Host-sc-session", "__Host-sc-session.1");
    assertThat(browser.jar.values()).allMatch(value -> value.length() < 4_000);
    assertThat(current(otherNode).orElseThrow().user().groups()).hasSize(200);

    Map<String, String[]> small = begin(node, "/");
    complete(node, small.get("state")[0], grant(small, HOUR, refresh(1), claims -> claims));
    assertThat(browser.jar.keySet()).containsExactly("__Host-sc-session", "sc-csrf");
  }

  @Test
  void refusesMoreThanCookiesCanHold() {
    Map<String, String[]> asked = begin(node, "/");
    List<String> groups = IntStream.range(0, 400).mapToObj(i -> "/" + "x".repeat(60) + i).toList();
    String code = grant(asked, HOUR, refresh(1), claims -> claims.claim("groups", groups));

    assertNotSignedIn(() -> complete(node, asked.get("state")[0], code));
  }

  @Test
  void aNewSecretOpensWhatTheOldOneSealed() {
    signIn(HOUR, refresh(1));
    Sessions rotated =
        node(
            Map.of(
                OidcSettings.SECRET,
                "another secret of the tests, a secret for nothing but the tests"
                    .replace("tests,", "tests ,")));
    Sessions foreign = node(Map.of(OidcSettings.SECRET, "another secret of the tests"));

    assertThat(current(rotated)).isPresent();
    assertThat(current(foreign)).isEmpty();
    rotated.close();
    foreign.close();
  }

  @Test
  void goesOnWhileRedisIsAway() {
    Sessions alone = node(Map.of("REDIS_URL", "redis://127.0.0.1:1"));
    Map<String, String[]> asked = begin(alone, "/");
    complete(alone, asked.get("state")[0], grant(asked, HOUR, refresh(1), claims -> claims));

    assertThat(current(alone)).isPresent();
    assertThatThrownBy(() -> alone.endedByProvider(logoutToken(claims -> claims.claim("sid", sid))))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.LOG_UNAVAILABLE));
    alone.close();
  }

  @Test
  void fewLoginsAreUnderWayInOneBrowser() {
    for (int i = 0; i < 20; i++) {
      begin(node, "/");
    }
    assertThat(browser.jar.size()).isLessThanOrEqualTo(6);
    assertThat(browser.jar.keySet()).allMatch(Objects::nonNull);
  }
}
