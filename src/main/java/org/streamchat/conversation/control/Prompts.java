package org.streamchat.conversation.control;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.streamchat.conversation.entity.Author;
import org.streamchat.conversation.entity.ChatSession;
import org.streamchat.conversation.entity.Generation;
import org.streamchat.conversation.entity.Message;
import org.streamchat.provider.entity.Turn;

/** What a model is shown of a session. */
final class Prompts {
  private final ContextSettings settings;

  Prompts(ContextSettings settings) {
    this.settings = settings;
  }

  /**
   * The prompts of the role and of the session as one system turn, if there are any; then the last
   * turns of the branch that ends with the question. Answers without a text are left out, and so is
   * what the user has taken out of the context.
   */
  List<Turn> turns(EntityManager em, ChatSession session, Generation generation, Message question) {
    String rolePrompt =
        Roles.of(em, session.owner(), generation.role())
            .map(role -> role.promptFor(question.content()))
            .orElse(null);
    List<Turn> turns = new ArrayList<>();
    String system =
        Stream.of(rolePrompt, session.systemPrompt())
            .filter(prompt -> prompt != null)
            .collect(Collectors.joining("\n\n"));
    if (!system.isEmpty()) {
      turns.add(new Turn(Turn.Author.SYSTEM, system));
    }
    for (Message message :
        Branches.upTo(em, session.id(), question.parentId(), settings.turns() - 1)) {
      if (!message.inContext()) {
        continue;
      }
      if (message.author() == Author.USER) {
        turns.add(new Turn(Turn.Author.USER, message.content()));
      } else if (!message.content().isEmpty()) {
        turns.add(new Turn(Turn.Author.ASSISTANT, message.content()));
      }
    }
    turns.add(new Turn(Turn.Author.USER, question.content()));
    return turns;
  }
}
