package org.streamchat.identity.entity;

import java.util.Set;

/**
 * A user, and how the present request shows that it is theirs.
 *
 * @param scopes what it may be used for
 */
public record Login(User user, Means means, Set<Scope> scopes) {
  /** How a request shows whose it is. */
  public enum Means {
    /** Not at all: everyone is the one local user. */
    LOCAL,
    /** By headers of a trusted proxy. */
    PROXY,
    /** By a token of the identity provider. */
    BEARER,
    /** By an access token that the user has made here. */
    TOKEN,
    /** By the cookie of a browser that has signed in here. */
    SESSION
  }

  public Login {
    scopes = Set.copyOf(scopes);
  }

  /** One that may be used for everything that the user may. */
  public static Login full(User user, Means means) {
    return new Login(user, means, Set.of(Scope.values()));
  }
}
