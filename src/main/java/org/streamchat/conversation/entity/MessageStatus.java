package org.streamchat.conversation.entity;

import java.util.Locale;

/** How far a message, or the generation that makes it, has come. */
public enum MessageStatus {
  COMPLETE,
  RUNNING,
  STOPPED,
  FAILED,
  INTERRUPTED;

  /** The lower-case form used in JSON. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
