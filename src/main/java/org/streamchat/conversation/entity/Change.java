package org.streamchat.conversation.entity;

/** A member of a change: left as it is, or given a value, which may be none. */
public record Change(boolean given, String value) {
  public static final Change NONE = new Change(false, null);

  public static Change to(String value) {
    return new Change(true, value);
  }

  public String orElse(String present) {
    return given ? value : present;
  }
}
