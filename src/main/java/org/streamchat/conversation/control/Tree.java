package org.streamchat.conversation.control;

import jakarta.persistence.EntityManager;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the messages of a session follow each other, however long its branches are: databases give up
 * recursion after a thousand steps. Ids sort by time, but nodes' clocks differ a little, so that a
 * message may seem older than the one it follows.
 */
final class Tree {
  /** From the oldest to the newest; the first messages have no parent. */
  private final Map<String, String> parents = new LinkedHashMap<>();

  private Tree() {}

  static Tree of(EntityManager em, String sessionId) {
    Tree tree = new Tree();
    em.createQuery(
            "select m.id, m.parentId from Message m where m.sessionId = :session order by m.id",
            Object[].class)
        .setParameter("session", sessionId)
        .getResultList()
        .forEach(row -> tree.parents.put((String) row[0], (String) row[1]));
    return tree;
  }

  /** The message and all that precedes it on its branch, oldest first; empty for null. */
  List<String> upTo(String id) {
    List<String> path = new ArrayList<>();
    for (String at = id; at != null; at = parents.get(at)) {
      path.add(at);
    }
    Collections.reverse(path);
    return path;
  }

  /** All messages, each behind the one that it follows, otherwise from the oldest to the newest. */
  List<String> all() {
    Set<String> ordered = new LinkedHashSet<>();
    for (String id : parents.keySet()) {
      Deque<String> missing = new ArrayDeque<>();
      for (String at = id; at != null && !ordered.contains(at); at = parents.get(at)) {
        missing.push(at);
      }
      ordered.addAll(missing);
    }
    return List.copyOf(ordered);
  }

  /** The newest end of a branch that holds the message. */
  String leafBelow(String id) {
    Map<String, List<String>> children = new HashMap<>();
    parents.forEach(
        (child, parent) -> children.computeIfAbsent(parent, p -> new ArrayList<>()).add(child));
    String newest = null;
    Deque<String> open = new ArrayDeque<>(List.of(id));
    while (!open.isEmpty()) {
      String at = open.pop();
      List<String> below = children.getOrDefault(at, List.of());
      open.addAll(below);
      if (below.isEmpty() && (newest == null || newest.compareTo(at) < 0)) {
        newest = at;
      }
    }
    return newest;
  }
}
