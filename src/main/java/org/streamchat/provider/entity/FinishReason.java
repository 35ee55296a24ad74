package org.streamchat.provider.entity;

/** Why an answer ended, in the words of the wire ({@code finishReason}). */
public enum FinishReason {
  STOP,
  LENGTH,
  CONTENT_FILTER,
  STOPPED;

  /** The lower-case form used in JSON. */
  public String wire() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
