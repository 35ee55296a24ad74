package org.streamchat.provider.entity;

import java.util.Locale;

/** Whose key a question goes with. */
public enum KeyOf {
  OPERATOR,
  USER,
  NONE;

  /** The lower-case form used in JSON. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
