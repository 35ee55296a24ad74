package org.streamchat.identity.control;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.SettingException;

/**
 * Which tokens of the identity provider's are for this application.
 *
 * @param audiences one of which a token must name
 * @param header that brings it; in Authorization behind the word Bearer
 */
record BearerSettings(Set<String> audiences, String header) {
  static final String AUTHORIZATION = "Authorization";

  private static final String AUDIENCE = "streamchat.auth.bearer.audience";

  static BearerSettings of(Environment environment) {
    String audiences =
        environment
            .text(AUDIENCE)
            .orElseThrow(
                () ->
                    new SettingException(
                        AUDIENCE, "the audience that tokens for this application name"));
    return new BearerSettings(
        Arrays.stream(audiences.split(",", -1)).map(String::strip).collect(Collectors.toSet()),
        HeaderSettings.fieldName(environment, "streamchat.auth.bearer.header", AUTHORIZATION));
  }

  boolean inAuthorization() {
    return header.equalsIgnoreCase(AUTHORIZATION);
  }
}
