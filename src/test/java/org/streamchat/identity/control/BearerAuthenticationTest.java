package org.streamchat.identity.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.streamchat.identity.entity.Login;
import org.streamchat.identity.entity.User;
import org.streamchat.platform.control.Environment;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.support.TokenIssuer;

class BearerAuthenticationTest {
  private static final TokenIssuer ISSUER = TokenIssuer.start();

  private final BearerAuthentication bearer = bearer(Map.of());

  @AfterAll
  static void close() {
    ISSUER.close();
  }

  private static BearerAuthentication bearer(Map<String, String> more) {
    return bearer(ISSUER.issuer(), more);
  }

  private static BearerAuthentication bearer(String issuer, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("streamchat.auth.issuer", issuer);
    settings.put("streamchat.auth.bearer.audience", "other, " + TokenIssuer.CLIENT);
    settings.putAll(more);
    Environment environment = Environment.of(settings);
    return new BearerAuthentication(
        BearerSettings.of(environment),
        ClaimSettings.of(environment),
        new IdentityProvider(IssuerSettings.of(environment)));
  }

  private static Optional<Login> asked(BearerAuthentication mode, String token) {
    return mode.authenticate(List.of("Bearer " + token));
  }

  private void assertRefused(String token) {
    assertThatThrownBy(() -> asked(bearer, token))
        .isInstanceOfSatisfying(
            WrongCredential.class,
            wrong -> {
              assertThat(wrong.isGuess()).isTrue();
              assertThat(wrong.getMessage()).doesNotContain(token);
            });
  }

  private static void assertUnavailable(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.IDENTITY_PROVIDER_UNAVAILABLE));
  }

  @Test
  void takesTheCallerFromTheClaims() {
    JWTClaimsSet claims =
        ISSUER
            .claims("alice")
            .claim("groups", List.of("/staff"))
            .claim("realm_access", Map.of("roles", List.of("chat-admin", "x\u0007")))
            .build();
    BearerAuthentication mode = bearer(Map.of("streamchat.auth.admin-group", "chat-admin"));
    assertThatThrownBy(() -> asked(mode, ISSUER.sign(claims))).isInstanceOf(WrongCredential.class);

    JWTClaimsSet right =
        new JWTClaimsSet.Builder(claims)
            .claim("realm_access", Map.of("roles", List.of("chat-admin")))
            .build();
    Login login = asked(mode, ISSUER.sign(right)).orElseThrow();

    assertThat(login.means()).isEqualTo(Login.Means.BEARER);
    assertThat(login.user().id()).isEqualTo("alice");
    assertThat(login.user().name()).isEqualTo("User alice");
    assertThat(login.user().email()).isEqualTo("alice@example.org");
    assertThat(login.user().groups()).containsExactlyInAnyOrder("/staff", "chat-admin");
    assertThat(login.user().roles()).containsExactlyInAnyOrder(User.USER, User.ADMIN);
  }

  @Test
  void theClaimsAreConfigurable() {
    JWTClaimsSet claims =
        ISSUER
            .claims("alice")
            .claim("oid", "4711")
            .claim("https://example.org/teams", "red, blue")
            .build();
    BearerAuthentication mode =
        bearer(
            Map.of(
                "streamchat.auth.claim.id", "oid",
                "streamchat.auth.claim.name", "nickname,email",
                "streamchat.auth.claim.groups", "https://example.org/teams",
                "streamchat.auth.admin-group", "green"));

    User user = asked(mode, ISSUER.sign(claims)).orElseThrow().user();

    assertThat(user.id()).isEqualTo("4711");
    assertThat(user.name()).isEqualTo("alice@example.org");
    assertThat(user.groups()).containsExactlyInAnyOrder("red", "blue");
    assertThat(user.roles()).containsExactly(User.USER);
  }

  @Test
  void nothingAndWhatIsNotForItIsNobodys() {
    assertThat(bearer.authenticate(List.of())).isEmpty();
    assertThat(bearer.authenticate(List.of("Basic YTpi"))).isEmpty();
    assertThat(bearer.authenticate(List.of("Bearer sct_abc"))).isEmpty();
  }

  @Test
  void readsAnotherHeader() {
    BearerAuthentication mode =
        bearer(Map.of("streamchat.auth.bearer.header", "X-Forwarded-Access-Token"));
    String token = ISSUER.sign(ISSUER.claims("alice").build());

    assertThat(mode.authenticate(List.of(token))).isPresent();
    assertThatThrownBy(() -> mode.authenticate(List.of(token, token)))
        .isInstanceOf(WrongCredential.class);
  }

  @Test
  void refusesAnotherIssuerAudienceAndTime() {
    Date longAgo = Date.from(Instant.now().minusSeconds(3600));
    Date later = Date.from(Instant.now().plusSeconds(3600));
    assertRefused(ISSUER.sign(ISSUER.claims("a").issuer("https://evil.example").build()));
    assertRefused(ISSUER.sign(ISSUER.claims("a").audience("someone-else").build()));
    assertRefused(ISSUER.sign(ISSUER.claims("a").audience((String) null).build()));
    assertRefused(ISSUER.sign(ISSUER.claims("a").notBeforeTime(later).build()));
    assertRefused(ISSUER.sign(ISSUER.claims("a").expirationTime(null).build()));
    assertRefused(ISSUER.sign(ISSUER.claims("").build()));
    assertRefused(ISSUER.sign(ISSUER.claims("x".repeat(200)).build()));

    assertThatThrownBy(
            () -> asked(bearer, ISSUER.sign(ISSUER.claims("a").expirationTime(longAgo).build())))
        .isInstanceOfSatisfying(
            WrongCredential.class, wrong -> assertThat(wrong.isGuess()).isFalse());
  }

  @Test
  void allowsClocksToDiffer() {
    Date justNow = Date.from(Instant.now().minusSeconds(10));
    String token = ISSUER.sign(ISSUER.claims("alice").expirationTime(justNow).build());

    assertThat(asked(bearer, token)).isPresent();
    assertThatThrownBy(() -> asked(bearer(Map.of("streamchat.auth.clock-skew", "0s")), token))
        .isInstanceOf(WrongCredential.class);
  }

  @Test
  void refusesWhatTheProviderHasNotSigned() throws JOSEException {
    JWTClaimsSet claims = ISSUER.claims("alice").build();
    RSAKey foreign = new RSAKeyGenerator(2048).keyID(ISSUER.key().getKeyID()).generate();
    assertRefused(ISSUER.sign(foreign, JOSEObjectType.JWT, claims));
    assertRefused(new PlainJWT(claims).serialize());
    String valid = ISSUER.sign(claims);
    assertRefused(valid.substring(0, valid.lastIndexOf('.') + 1));
    assertRefused(valid.substring(0, valid.length() - 8) + "AAAAAAAA");
    assertRefused("x.y.z");
    assertThatThrownBy(() -> asked(bearer, "")).isInstanceOf(WrongCredential.class);
    assertRefused("x".repeat(20_000));
    assertRefused(ISSUER.sign(ISSUER.key(), new JOSEObjectType("logout+jwt"), claims));

    SignedJWT symmetric =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(ISSUER.key().getKeyID()).build(),
            claims);
    symmetric.sign(new MACSigner(ISSUER.key().toRSAPublicKey().getEncoded()));
    assertRefused(symmetric.serialize());
  }

  @Test
  void takesOnlyTheAllowedAlgorithms() {
    BearerAuthentication strict = bearer(Map.of("streamchat.auth.algorithms", "ES256"));

    assertThatThrownBy(() -> asked(strict, ISSUER.sign(ISSUER.claims("alice").build())))
        .isInstanceOf(WrongCredential.class);
  }

  @Test
  void keysAreKeptAndANewOneIsAskedForAtOnce() {
    try (TokenIssuer own = TokenIssuer.start()) {
      BearerAuthentication mode = bearer(own.issuer(), Map.of());
      for (int i = 0; i < 5; i++) {
        assertThat(asked(mode, own.sign(own.claims("alice").build()))).isPresent();
      }
      assertThat(own.keyRequests()).isEqualTo(1);
      String before = own.sign(own.claims("alice").build());
      own.rotate();
      assertThat(asked(mode, own.sign(own.claims("alice").build()))).isPresent();
      assertThat(own.keyRequests()).isEqualTo(2);
      assertThatThrownBy(() -> asked(mode, before)).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void saysThatTheProviderIsAwayAndGoesOnWithTheKeysItHas() {
    TokenIssuer own = TokenIssuer.start();
    BearerAuthentication knowing = bearer(own.issuer(), Map.of());
    BearerAuthentication fresh = bearer(own.issuer(), Map.of());
    String token = own.sign(own.claims("alice").build());
    assertThat(asked(knowing, token)).isPresent();
    own.close();

    assertThat(asked(knowing, token)).isPresent();
    assertUnavailable(() -> asked(fresh, token));
    assertUnavailable(() -> asked(fresh, token));
  }
}
