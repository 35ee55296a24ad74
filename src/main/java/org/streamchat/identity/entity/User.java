package org.streamchat.identity.entity;

import java.util.Set;

/**
 * Someone who has been authenticated.
 *
 * @param id owns what is stored: stable, without white space around it
 * @param name what to call them
 * @param email null when it is not known
 * @param groups what their organisation says they belong to
 * @param roles of {@link #USER} and {@link #ADMIN}
 */
public record User(String id, String name, String email, Set<String> groups, Set<String> roles) {
  public static final String USER = "user";
  public static final String ADMIN = "admin";

  /** As many as the owner's column holds. */
  public static final int MAX_ID = 190;

  public User {
    if (id.isEmpty() || id.length() > MAX_ID || !id.equals(id.strip())) {
      throw new IllegalArgumentException(
          "a user's id has 1 to " + MAX_ID + " characters without white space around it");
    }
    groups = Set.copyOf(groups);
    roles = Set.copyOf(roles);
  }
}
