package org.streamchat.conversation.control;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.streamchat.conversation.entity.Author;
import org.streamchat.conversation.entity.ChatSession;
import org.streamchat.conversation.entity.Message;
import org.streamchat.provider.entity.Turn;

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

  private Branches() {}

  /** The message and what precedes it on its branch, oldest first, at most {@code limit} in all. */
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

  /**
   * What a model is shown: the system prompt, then what has been said. Answers without a text are
   * left out.
   */
  static List<Turn> turns(ChatSession session, List<Message> branch) {
    List<Turn> turns = new ArrayList<>(branch.size() + 1);
    if (session.systemPrompt() != null) {
      turns.add(new Turn(Turn.Author.SYSTEM, session.systemPrompt()));
    }
    for (Message message : branch) {
      if (message.author() == Author.USER) {
        turns.add(new Turn(Turn.Author.USER, message.content()));
      } else if (!message.content().isEmpty()) {
        turns.add(new Turn(Turn.Author.ASSISTANT, message.content()));
      }
    }
    return turns;
  }
}
