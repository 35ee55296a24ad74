package org.streamchat.identity.entity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an access token may be used for. */
public enum Scope {
  /** Reading what is its owner's. */
  READ,
  /** Reading and changing what is its owner's, asking above all. */
  CHAT,
  /** What administrators may, if its owner is one. */
  ADMIN;

  /** As it is written outside of here. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Scope> of(String wire) {
    return Arrays.stream(values()).filter(scope -> scope.wire().equals(wire)).findFirst();
  }
}
