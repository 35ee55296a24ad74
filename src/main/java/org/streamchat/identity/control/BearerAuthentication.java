package org.streamchat.identity.control;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.text.ParseException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.streamchat.identity.entity.Login;
import org.streamchat.problem.ProblemException;

/**
 * Mode {@code bearer}: programs, and proxies that know their users, bring a signed token (JWT) of
 * the identity provider's. It is believed when the provider has signed it by one of the allowed
 * algorithms, for this application, and it has not expired.
 */
public final class BearerAuthentication implements AuthenticationMode {
  private static final int MOST_CHARACTERS = 16_000;

  /** The library's word for a token that was right in every way before. */
  private static final String EXPIRED = "Expired JWT";

  private final BearerSettings settings;
  private final ClaimSettings claims;
  private final IdentityProvider provider;
  private final DefaultJWTClaimsVerifier<SecurityContext> verifier;
  private final Complaint complaint =
      new Complaint(
          System.getLogger(BearerAuthentication.class.getName()),
          "A bearer token is not believed:");

  BearerAuthentication(BearerSettings settings, ClaimSettings claims, IdentityProvider provider) {
    this.settings = settings;
    this.claims = claims;
    this.provider = provider;
    this.verifier =
        new DefaultJWTClaimsVerifier<>(
            settings.audiences(),
            new JWTClaimsSet.Builder().issuer(provider.settings().issuer().toString()).build(),
            Set.of("exp"),
            Collections.emptySet());
    verifier.setMaxClockSkew((int) provider.settings().skew().toSeconds());
  }

  @Override
  public Optional<Login> authenticate(HttpServletRequest request, HttpServletResponse response) {
    return authenticate(Collections.list(request.getHeaders(settings.header())));
  }

  /**
   * @param headers all values of the configured header
   * @throws WrongCredential when there is a token that is not believed
   * @throws ProblemException IDENTITY_PROVIDER_UNAVAILABLE
   */
  Optional<Login> authenticate(List<String> headers) {
    Optional<String> token =
        settings.inAuthorization()
            ? BearerToken.in(headers)
            : headers.stream().map(BearerToken::withoutScheme).findFirst();
    if (token.isEmpty() || AccessTokens.isOne(token.get())) {
      return Optional.empty();
    }
    if (headers.size() > 1 || token.get().length() > MOST_CHARACTERS) {
      throw wrong("there are several, or it is too long");
    }
    try {
      return Optional.of(Login.full(claims.user(verified(token.get())), Login.Means.BEARER));
    } catch (IllegalArgumentException unusable) {
      throw wrong("it " + unusable.getMessage());
    }
  }

  private Map<String, Object> verified(String token) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(provider.keys());
    processor.setJWTClaimsSetVerifier(verifier);
    try {
      return processor.process(token, null).getClaims();
    } catch (ParseException | BadJOSEException refused) {
      if (EXPIRED.equals(refused.getMessage())) {
        throw new WrongCredential("it has expired", false);
      }
      throw wrong(kind(refused));
    } catch (JOSEException away) {
      throw IdentityProvider.unavailable();
    }
  }

  private WrongCredential wrong(String why) {
    complaint.tell(why);
    return new WrongCredential(why, true);
  }

  /** The library's words as far as they quote nothing of the token. */
  private static String kind(Exception refused) {
    String message =
        String.valueOf(refused.getMessage()).replaceFirst("( has value|[:\\[\"(]).*", "").strip();
    return message.length() > 100 || !message.matches("[\\w ,.'/-]*")
        ? refused.getClass().getSimpleName()
        : message;
  }
}
