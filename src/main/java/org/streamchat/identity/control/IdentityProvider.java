package org.streamchat.identity.control;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import org.streamchat.platform.control.SettingException;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * What the identity provider tells of itself: its endpoints, by discovery, and its keys. Both are
 * kept for a while, and for longer while it cannot be reached; a key that is not known yet is asked
 * for at once, but not more often than a provider likes. Every wait and every answer is bounded.
 */
final class IdentityProvider {
  static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final Logger LOG = System.getLogger(IdentityProvider.class.getName());
  private static final int MOST_BYTES = 512 * 1024;
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration AWAY = Duration.ofSeconds(3);
  private static final Duration KEYS_FRESH = Duration.ofMinutes(15);
  private static final Duration KEYS_PAUSE = Duration.ofSeconds(5);
  private static final Duration KEYS_WITHOUT_PROVIDER = Duration.ofHours(4);

  private final IssuerSettings settings;
  private final DefaultResourceRetriever retriever =
      new DefaultResourceRetriever(
          (int) PATIENCE.toMillis(), (int) PATIENCE.toMillis(), MOST_BYTES);
  private OIDCProviderMetadata metadata;
  private JWKSource<SecurityContext> keys;
  private URI keysAddress;
  private long freshUntil = System.nanoTime();
  private long awayUntil = System.nanoTime();

  IdentityProvider(IssuerSettings settings) {
    this.settings = settings;
    if (settings.jwks().isPresent()) {
      use(settings.jwks().get());
    }
  }

  IssuerSettings settings() {
    return settings;
  }

  /**
   * @throws ProblemException IDENTITY_PROVIDER_UNAVAILABLE
   */
  synchronized OIDCProviderMetadata metadata() {
    long now = System.nanoTime();
    if (metadata != null && now - freshUntil < 0) {
      return metadata;
    }
    if (now - awayUntil >= 0) {
      try {
        metadata = discovered();
        freshUntil = System.nanoTime() + FRESH.toNanos();
        if (settings.jwks().isEmpty() && !metadata.getJWKSetURI().equals(keysAddress)) {
          use(metadata.getJWKSetURI());
        }
      } catch (IOException | ParseException | IllegalArgumentException away) {
        LOG.log(
            Level.WARNING,
            "The identity provider cannot be asked about itself: {0}",
            away.getClass().getSimpleName());
        awayUntil = System.nanoTime() + AWAY.toNanos();
      }
    }
    if (metadata == null) {
      throw unavailable();
    }
    return metadata;
  }

  private OIDCProviderMetadata discovered() throws IOException, ParseException {
    String issuer = settings.issuer().toString();
    URI address = URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration");
    OIDCProviderMetadata told =
        OIDCProviderMetadata.parse(retriever.retrieveResource(address.toURL()).getContent());
    if (!told.getIssuer().getValue().equals(issuer)) {
      throw new ParseException("another issuer");
    }
    if (told.getJWKSetURI() == null || !IssuerSettings.isSafe(told.getJWKSetURI())) {
      throw new ParseException("no safe address of keys");
    }
    return told;
  }

  private void use(URI address) {
    try {
      keys =
          JWKSourceBuilder.<SecurityContext>create(address.toURL(), retriever)
              .cache(KEYS_FRESH.toMillis(), PATIENCE.multipliedBy(3).toMillis())
              .refreshAheadCache(false)
              .rateLimited(KEYS_PAUSE.toMillis())
              .outageTolerant(KEYS_WITHOUT_PROVIDER.toMillis())
              .build();
      keysAddress = address;
    } catch (MalformedURLException | IllegalArgumentException unusable) {
      throw new SettingException("streamchat.auth.jwks-uri", "an address such as https://host");
    }
  }

  /**
   * Picks the key a token says it is signed with, if it is the provider's and for one of the
   * configured algorithms.
   *
   * @throws ProblemException IDENTITY_PROVIDER_UNAVAILABLE
   */
  synchronized JWSKeySelector<SecurityContext> keys() {
    if (settings.jwks().isEmpty()) {
      metadata();
    }
    return new JWSVerificationKeySelector<>(settings.algorithms(), keys);
  }

  static ProblemException unavailable() {
    return new ProblemException(
            Problem.IDENTITY_PROVIDER_UNAVAILABLE, "Who is calling cannot be found out. Try again.")
        .retryAfterSeconds(AWAY.toSeconds());
  }
}
