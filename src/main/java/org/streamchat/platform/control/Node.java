package org.streamchat.platform.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** This server among those that share the database and Redis. */
@ApplicationScoped
public class Node {
  private static final String SETTING = "streamchat.node";
  private static final int MAX_LENGTH = 100;

  private final String id;

  protected Node() {
    this.id = null;
  }

  @Inject
  public Node(Environment environment) {
    this(environment.text(SETTING).orElseGet(() -> UUID.randomUUID().toString()));
  }

  public Node(String id) {
    if (id.length() > MAX_LENGTH) {
      throw new SettingException(SETTING, "at most " + MAX_LENGTH + " characters");
    }
    this.id = id;
  }

  /** {@code streamchat.node}, or another one at every start. */
  public String id() {
    return id;
  }
}
