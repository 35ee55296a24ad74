package org.streamchat.identity.control;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.streamchat.identity.entity.User;
import org.streamchat.problem.ProblemException;

/**
 * What is said between this application and the identity provider: OpenID Connect's authorization
 * code flow with PKCE, state and nonce, renewals, and logout in both directions. Every wait is
 * bounded; nothing that the provider says is told to anyone but in words of ours.
 */
final class OidcFlow {
  private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(5);
  private static final Duration LONGEST_WITHOUT_ASKING = Duration.ofMinutes(15);

  private final OidcSettings settings;
  private final ClaimSettings claims;
  private final IdentityProvider provider;
  private final ClientID client;
  private final Issuer issuer;

  OidcFlow(OidcSettings settings, ClaimSettings claims, IdentityProvider provider) {
    this.settings = settings;
    this.claims = claims;
    this.provider = provider;
    this.client = new ClientID(settings.clientId());
    this.issuer = new Issuer(provider.settings().issuer());
  }

  /** A login that is to begin. */
  PendingLogin begin(String returnPath) {
    return new PendingLogin(
        new State(32).getValue(),
        new Nonce(32).getValue(),
        new CodeVerifier().getValue(),
        returnPath,
        Instant.now().plus(PendingLogin.LIFETIME));
  }

  /**
   * Where to send the browser.
   *
   * @throws ProblemException IDENTITY_PROVIDER_UNAVAILABLE
   */
  URI address(PendingLogin pending) {
    return new AuthenticationRequest.Builder(
            ResponseType.CODE, settings.scope(), client, settings.callback())
        .endpointURI(safe(provider.metadata().getAuthorizationEndpointURI()))
        .state(new State(pending.state()))
        .nonce(new Nonce(pending.nonce()))
        .codeChallenge(new CodeVerifier(pending.verifier()), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /**
   * Takes what the browser brings from the provider.
   *
   * @throws WrongCredential when nobody is signed in by it
   * @throws ProblemException IDENTITY_PROVIDER_UNAVAILABLE
   */
  Session finish(PendingLogin pending, Map<String, List<String>> parameters) {
    OIDCTokens tokens =
        granted(
            new AuthorizationCodeGrant(
                code(pending, parameters),
                settings.callback(),
                new CodeVerifier(pending.verifier())));
    if (tokens.getIDToken() == null) {
      throw new WrongCredential("the identity provider has sent no ID token", false);
    }
    IDTokenClaimsSet token = verified(tokens.getIDToken(), new Nonce(pending.nonce()));
    return new Session(
        UUID.randomUUID().toString(),
        new State(24).getValue(),
        user(token),
        token.getSubject().getValue(),
        token.getSessionID() == null ? null : token.getSessionID().getValue(),
        Instant.now(),
        validUntil(tokens),
        refreshToken(tokens),
        tokens.getIDTokenString());
  }

  private AuthorizationCode code(PendingLogin pending, Map<String, List<String>> parameters) {
    try {
      AuthenticationResponse response =
          AuthenticationResponseParser.parse(settings.callback(), parameters);
      if (response.getState() == null || !response.getState().getValue().equals(pending.state())) {
        throw new WrongCredential("the answer is to another login", true);
      }
      if (response.getIssuer() != null && !response.getIssuer().equals(issuer)) {
        throw new WrongCredential("the answer is another identity provider's", true);
      }
      if (!response.indicatesSuccess()) {
        String code = String.valueOf(response.toErrorResponse().getErrorObject().getCode());
        throw new WrongCredential(
            "the identity provider says "
                + (code.matches("[a-z_]{1,40}") ? code : "that something is wrong"),
            false);
      }
      AuthorizationCode code = response.toSuccessResponse().getAuthorizationCode();
      if (code != null) {
        return code;
      }
    } catch (ParseException unreadable) {
      // The same answer as for one without a code.
    }
    throw new WrongCredential("the answer of the identity provider cannot be read", true);
  }

  /**
   * Asks the provider whether the session goes on, and what has changed.
   *
   * @throws WrongCredential when it does not
   * @throws ProblemException IDENTITY_PROVIDER_UNAVAILABLE
   */
  Session renewed(Session session) {
    OIDCTokens tokens = granted(new RefreshTokenGrant(new RefreshToken(session.refreshToken())));
    User user = session.user();
    if (tokens.getIDToken() != null) {
      IDTokenClaimsSet token = verified(tokens.getIDToken(), null);
      if (!token.getSubject().getValue().equals(session.subject())) {
        throw new WrongCredential("the renewed session is another user's", false);
      }
      user = user(token);
    }
    return session.renewed(
        user, validUntil(tokens), refreshToken(tokens), tokens.getIDTokenString());
  }

  private OIDCTokens granted(AuthorizationGrant grant) {
    OIDCProviderMetadata metadata = provider.metadata();
    URI endpoint = safe(metadata.getTokenEndpointURI());
    TokenRequest request =
        authentication(metadata)
            .map(secret -> new TokenRequest.Builder(endpoint, secret, grant))
            .orElseGet(() -> new TokenRequest.Builder(endpoint, client, grant))
            .build();
    HTTPRequest http = request.toHTTPRequest();
    http.setConnectTimeout((int) IdentityProvider.PATIENCE.toMillis());
    http.setReadTimeout((int) IdentityProvider.PATIENCE.toMillis());
    http.setFollowRedirects(false);
    try {
      HTTPResponse answer = http.send();
      if (answer.getStatusCode() >= 500) {
        throw IdentityProvider.unavailable();
      }
      TokenResponse tokens = OIDCTokenResponseParser.parse(answer);
      if (!tokens.indicatesSuccess()) {
        throw new WrongCredential("the identity provider does not grant it", true);
      }
      return tokens.toSuccessResponse().getTokens().toOIDCTokens();
    } catch (IOException | ParseException away) {
      throw IdentityProvider.unavailable();
    }
  }

  private Optional<ClientAuthentication> authentication(OIDCProviderMetadata metadata) {
    List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
    boolean basic =
        methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    return settings
        .clientSecret()
        .map(Secret::new)
        .map(
            secret ->
                basic
                    ? new ClientSecretBasic(client, secret)
                    : new ClientSecretPost(client, secret));
  }

  private IDTokenClaimsSet verified(JWT token, Nonce nonce) {
    IDTokenValidator validator = new IDTokenValidator(issuer, client, provider.keys(), null);
    validator.setMaxClockSkew((int) provider.settings().skew().toSeconds());
    try {
      return validator.validate(token, nonce);
    } catch (BadJOSEException refused) {
      throw new WrongCredential("the identity provider's ID token is not valid", true);
    } catch (JOSEException away) {
      throw IdentityProvider.unavailable();
    }
  }

  private User user(IDTokenClaimsSet token) {
    try {
      return claims.user(token.toJWTClaimsSet().getClaims());
    } catch (ParseException | IllegalArgumentException unusable) {
      throw new WrongCredential("the ID token does not say who it is in a way to be used", false);
    }
  }

  private static Instant validUntil(OIDCTokens tokens) {
    long seconds = tokens.getAccessToken() == null ? 0 : tokens.getAccessToken().getLifetime();
    Duration lifetime = seconds > 0 ? Duration.ofSeconds(seconds) : DEFAULT_LIFETIME;
    boolean renewable = tokens.getRefreshToken() != null;
    return Instant.now()
        .plus(
            renewable && lifetime.compareTo(LONGEST_WITHOUT_ASKING) > 0
                ? LONGEST_WITHOUT_ASKING
                : lifetime);
  }

  private static String refreshToken(OIDCTokens tokens) {
    return tokens.getRefreshToken() == null ? null : tokens.getRefreshToken().getValue();
  }

  /** Where the browser ends the session at the provider; empty when the provider has no place. */
  Optional<URI> end(Session session) {
    try {
      URI endpoint = provider.metadata().getEndSessionEndpointURI();
      if (endpoint == null) {
        return Optional.empty();
      }
      JWT hint = session.idToken() == null ? null : JWTParser.parse(session.idToken());
      return Optional.of(
          new LogoutRequest(safe(endpoint), hint, null, client, settings.afterLogout(), null, null)
              .toURI());
    } catch (java.text.ParseException | ProblemException unreachable) {
      return Optional.empty();
    }
  }

  /**
   * Whose sessions the provider has ended.
   *
   * @throws WrongCredential when it is not the provider that says so
   * @throws ProblemException IDENTITY_PROVIDER_UNAVAILABLE
   */
  LogoutTokenClaimsSet ended(String logoutToken) {
    LogoutTokenValidator validator =
        new LogoutTokenValidator(issuer, client, false, provider.keys(), null);
    try {
      return validator.validate(JWTParser.parse(logoutToken));
    } catch (java.text.ParseException | BadJOSEException refused) {
      throw new WrongCredential("the logout token is not valid", true);
    } catch (JOSEException away) {
      throw IdentityProvider.unavailable();
    }
  }

  private static URI safe(URI endpoint) {
    if (endpoint == null || !IssuerSettings.isSafe(endpoint)) {
      throw IdentityProvider.unavailable();
    }
    return endpoint;
  }
}
