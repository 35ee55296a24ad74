package org.streamchat.identity.entity;

import java.time.Instant;
import java.util.Set;

/**
 * A token that a user has made for their programs, as far as it may be shown.
 *
 * @param lastUsedAt to the minute; null when it has not been used yet
 */
public record AccessToken(
    String id,
    String name,
    Set<Scope> scopes,
    Instant createdAt,
    Instant expiresAt,
    Instant lastUsedAt) {
  public AccessToken {
    scopes = Set.copyOf(scopes);
  }
}
