package org.streamchat.conversation.control;

import jakarta.persistence.EntityManager;
import java.util.Optional;
import org.streamchat.conversation.entity.Author;
import org.streamchat.conversation.entity.ChatSession;
import org.streamchat.conversation.entity.Message;
import org.streamchat.platform.control.Ids;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** Finds what a session consists of, for its owner only. */
final class SessionRows {
  private SessionRows() {}

  /**
   * @throws ProblemException UNKNOWN_SESSION, also when it is another owner's
   */
  static ChatSession owned(EntityManager em, String owner, String sessionId) {
    ChatSession session = Ids.possible(sessionId) ? em.find(ChatSession.class, sessionId) : null;
    if (session == null || !session.owner().equals(owner)) {
      throw new ProblemException(Problem.UNKNOWN_SESSION, "You have no session with this id");
    }
    return session;
  }

  /** The last answer of the current branch, which may be running. */
  static Optional<Message> lastAnswer(EntityManager em, ChatSession session) {
    Message message =
        session.currentLeaf() == null ? null : em.find(Message.class, session.currentLeaf());
    while (message != null && message.author() != Author.ASSISTANT) {
      message = message.parentId() == null ? null : em.find(Message.class, message.parentId());
    }
    return Optional.ofNullable(message);
  }
}
