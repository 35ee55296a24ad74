package org.streamchat.conversation.control;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.streamchat.conversation.entity.Message;
import org.streamchat.conversation.entity.Shown;
import org.streamchat.conversation.entity.Siblings;

/** Reads branches of the tree of messages: from a message up to the root. */
final class Branches {
  private static final String UPWARDS =
      """
      WITH RECURSIVE branch (id, parent_id, steps) AS (
        SELECT m.id, m.parent_id, 1 FROM message m WHERE m.id = ?1 AND m.session_id = ?2
        UNION ALL
        SELECT p.id, p.parent_id, b.steps + 1 FROM branch b JOIN message p ON p.id = b.parent_id WHERE b.steps < ?3
      )
      SELECT m.* FROM branch b JOIN message m ON m.id = b.id ORDER BY b.steps
      """;

  /** The children of all that have several, oldest first. */
  private static final String FORKS =
      """
      SELECT m.id, m.parent_id
      FROM (SELECT parent_id FROM message WHERE session_id = ?1 GROUP BY parent_id HAVING COUNT(*) > 1) f
        JOIN message m ON m.session_id = ?2 AND m.parent_id <=> f.parent_id
      ORDER BY m.id
      """;

  private Branches() {}

  /**
   * The message and what precedes it on its branch, oldest first, at most {@code limit} (up to
   * 1000) in all.
   */
  @SuppressWarnings("unchecked")
  static List<Message> upTo(EntityManager em, String sessionId, String messageId, int limit) {
    if (messageId == null) {
      return List.of();
    }
    List<Message> newestFirst =
        em.createNativeQuery(UPWARDS, Message.class)
            .setParameter(1, messageId)
            .setParameter(2, sessionId)
            .setParameter(3, limit)
            .getResultList();
    List<Message> oldestFirst = new ArrayList<>(newestFirst);
    Collections.reverse(oldestFirst);
    return oldestFirst;
  }

  /** Each message with its siblings. */
  @SuppressWarnings("unchecked")
  static List<Shown> withSiblings(EntityManager em, String sessionId, List<Message> messages) {
    if (messages.isEmpty()) {
      return List.of();
    }
    List<Object[]> forks =
        em.createNativeQuery(FORKS)
            .setParameter(1, sessionId)
            .setParameter(2, sessionId)
            .getResultList();
    // The first messages of a session have no parent.
    Map<String, List<String>> children = new HashMap<>();
    for (Object[] fork : forks) {
      children.computeIfAbsent((String) fork[1], parent -> new ArrayList<>()).add((String) fork[0]);
    }
    return messages.stream()
        .map(message -> new Shown(message, among(children.get(message.parentId()), message.id())))
        .toList();
  }

  private static Siblings among(List<String> ids, String id) {
    if (ids == null) {
      return null;
    }
    int at = ids.indexOf(id);
    return new Siblings(
        at + 1,
        ids.size(),
        at == 0 ? null : ids.get(at - 1),
        at == ids.size() - 1 ? null : ids.get(at + 1));
  }
}
