package org.streamchat.provider.entity;

/** One turn of the conversation as the model is shown it. */
public record Turn(Author author, String content) {
  public enum Author {
    SYSTEM,
    USER,
    ASSISTANT
  }
}
