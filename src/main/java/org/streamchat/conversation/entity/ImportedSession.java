package org.streamchat.conversation.entity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * A session as a file has it: its messages in the order in which they were made, every one behind
 * the one that it follows, questions and answers in turn.
 *
 * @param settings what it had been given; what cannot be used here is left out
 * @param leaf the last message of the branch to show; null for the last of all
 */
public record ImportedSession(SessionChange settings, List<ImportedMessage> messages, String leaf) {
  private static final int MOST = 10_000;

  public ImportedSession {
    messages = List.copyOf(messages);
    if (messages.size() > MOST) {
      throw invalid("messages", "A session has at most " + MOST + " messages");
    }
    Map<String, Author> seen = new HashMap<>();
    for (ImportedMessage message : messages) {
      Author before = message.parentId() == null ? Author.ASSISTANT : seen.get(message.parentId());
      if (before == null || before == message.author()) {
        throw invalid(
            "messages.parentId", "A message's parentId names no message that it can follow");
      }
      if (seen.put(message.id(), message.author()) != null) {
        throw invalid("messages.id", "Two messages have the same id");
      }
    }
    if (leaf != null && !seen.containsKey(leaf)) {
      throw invalid("leaf", "leaf takes the id of one of the messages");
    }
  }

  private static ProblemException invalid(String member, String detail) {
    return new ProblemException(Problem.INVALID_REQUEST, detail).with("member", member);
  }
}
