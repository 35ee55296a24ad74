package org.streamchat.conversation.entity;

import java.util.List;

/**
 * Part of a longer list.
 *
 * @param next where the following part begins; null when there is none
 */
public record Page<T>(List<T> items, String next) {
  public Page {
    items = List.copyOf(items);
  }
}
