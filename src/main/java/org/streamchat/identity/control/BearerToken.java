package org.streamchat.identity.control;

import java.util.List;
import java.util.Optional;

/** What stands behind the word Bearer (RFC 6750). */
final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private BearerToken() {}

  /** Empty when no Authorization header is of this scheme. */
  static Optional<String> in(List<String> authorization) {
    return authorization.stream()
        .filter(BearerToken::hasScheme)
        .map(BearerToken::withoutScheme)
        .findFirst();
  }

  static String withoutScheme(String value) {
    return hasScheme(value) ? value.substring(SCHEME.length()).strip() : value.strip();
  }

  private static boolean hasScheme(String value) {
    return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }
}
