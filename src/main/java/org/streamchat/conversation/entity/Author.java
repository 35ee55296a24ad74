package org.streamchat.conversation.entity;

import java.util.Locale;

/** Who speaks in a message. */
public enum Author {
  USER,
  ASSISTANT;

  /** The lower-case form used in JSON. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
