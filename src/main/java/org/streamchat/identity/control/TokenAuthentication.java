package org.streamchat.identity.control;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Optional;
import org.streamchat.identity.entity.Login;

/** Programs bring an access token that their user has made here. Goes with every other mode. */
public final class TokenAuthentication implements AuthenticationMode {
  private final AccessTokens tokens;

  TokenAuthentication(AccessTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public Optional<Login> authenticate(HttpServletRequest request, HttpServletResponse response) {
    Optional<String> token =
        BearerToken.in(Collections.list(request.getHeaders(BearerSettings.AUTHORIZATION)))
            .filter(AccessTokens::isOne);
    if (token.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        tokens
            .find(token.get())
            .orElseThrow(
                () ->
                    new WrongCredential("the token is unknown, has expired or was revoked", true)));
  }
}
