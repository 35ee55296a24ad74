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

  /**
   * @throws ProblemException UNKNOWN_MESSAGE, also when it is in another session
   */
  static Message message(EntityManager em, ChatSession session, String messageId) {
    Message message = Ids.possible(messageId) ? em.find(Message.class, messageId) : null;
    if (message == null || !message.sessionId().equals(session.id())) {
      throw new ProblemException(
          Problem.UNKNOWN_MESSAGE, "The session has no message with this id");
    }
    return message;
  }

  /**
   * The message itself when a user has said it, else what it answers.
   *
   * @throws ProblemException UNKNOWN_MESSAGE
   */
  static Message question(EntityManager em, ChatSession session, String messageId) {
    Message message = message(em, session, messageId);
    return message.author() == Author.USER ? message : message(em, session, message.parentId());
  }

  /**
   * @throws ProblemException GENERATION_RUNNING with the member {@code generationId}
   */
  static void checkIdle(ChatSession session) {
    if (session.activeGeneration() != null) {
      throw busy(session.activeGeneration());
    }
  }

  static ProblemException busy(String generationId) {
    return new ProblemException(
            Problem.GENERATION_RUNNING, "Follow it, stop it, or wait for its end")
        .with("generationId", generationId);
  }
}
