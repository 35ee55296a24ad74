package org.streamchat.identity.control;

import com.nimbusds.oauth2.sdk.Scope;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.PublicAddress;
import org.streamchat.platform.control.Seal;
import org.streamchat.platform.control.SettingException;

/**
 * How browsers sign in.
 *
 * @param clientSecret empty for a public client
 * @param address where browsers find the application, without a slash at its end
 * @param lifetime after which users sign in again, however active they are
 * @param seal of all cookies
 */
record OidcSettings(
    String clientId,
    Optional<String> clientSecret,
    Scope scope,
    URI address,
    Duration lifetime,
    Seal seal) {
  static final String SECRET = "streamchat.auth.secret";

  private static final String CLIENT_ID = "streamchat.auth.oidc.client-id";
  private static final String CLIENT_SECRET = "streamchat.auth.oidc.client-secret";
  private static final String SCOPES = "streamchat.auth.oidc.scopes";
  private static final String ALLOW_HTTP = "streamchat.auth.allow-http-on-localhost";
  private static final int SHORTEST_SECRET = 8;

  static OidcSettings of(Environment environment) {
    return new OidcSettings(
        environment
            .text(CLIENT_ID)
            .orElseThrow(
                () -> new SettingException(CLIENT_ID, "the id that the identity provider knows")),
        clientSecret(environment),
        scope(environment.text(SCOPES, "openid profile email")),
        address(environment),
        environment.duration(
            "streamchat.auth.session-lifetime",
            Duration.ofHours(12),
            Duration.ofMinutes(1),
            Duration.ofDays(30)),
        Seal.required(environment, SECRET));
  }

  private static Optional<String> clientSecret(Environment environment) {
    Optional<String> secret = environment.secret(CLIENT_SECRET);
    if (secret.isPresent() && secret.get().length() < SHORTEST_SECRET) {
      throw new SettingException(CLIENT_SECRET, "at least " + SHORTEST_SECRET + " characters");
    }
    return secret;
  }

  private static Scope scope(String text) {
    Scope scope = Scope.parse(text);
    if (!scope.contains("openid")) {
      throw new SettingException(SCOPES, "words separated by spaces, openid among them", text);
    }
    return scope;
  }

  private static URI address(Environment environment) {
    URI address =
        new PublicAddress(environment)
            .uri()
            .orElseThrow(
                () ->
                    new SettingException(
                        PublicAddress.SETTING, "the address that browsers know, https://…"));
    boolean http = !"https".equalsIgnoreCase(address.getScheme());
    if (http
        && !(IssuerSettings.isLocal(address.getHost()) && environment.flag(ALLOW_HTTP, false))) {
      throw new SettingException(
          PublicAddress.SETTING,
          "an https address; http only for localhost, and with " + ALLOW_HTTP + "=true");
    }
    return address;
  }

  boolean isSecure() {
    return "https".equalsIgnoreCase(address.getScheme());
  }

  URI callback() {
    return URI.create(address + "/login/callback");
  }

  URI afterLogout() {
    return URI.create(address + "/");
  }
}
