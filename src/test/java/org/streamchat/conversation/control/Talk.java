package org.streamchat.conversation.control;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.UUID;
import org.streamchat.conversation.entity.Again;
import org.streamchat.conversation.entity.Ask;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.conversation.entity.Running;
import org.streamchat.conversation.entity.Shown;
import org.streamchat.platform.control.Node;
import org.streamchat.platform.control.RealDatabase;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Turn;

/** One user's conversation on the real database; every question is answered at once. */
final class Talk {
  final String owner = "owner-" + UUID.randomUUID();
  final Conversations conversations;
  final Sessions sessions;
  String session;

  Talk() {
    this(ContextSettings.USUAL);
  }

  Talk(ContextSettings settings) {
    RealDatabase real = RealDatabase.running();
    conversations =
        new Conversations(real.database(), new FixedProviders(), new Node("node-1"), settings);
    sessions = new Sessions(real.database(), new FixedProviders(), SessionsIT.nobody());
  }

  /** Asks at the end of the branch; the answer is the question in capitals. */
  Running say(String text) {
    return end(conversations.begin(owner, session, ask(text)).running());
  }

  Running edit(String messageId, String text) {
    return end(conversations.edit(owner, session, messageId, ask(text)).running());
  }

  Running again(String messageId) {
    return end(
        conversations.again(owner, session, messageId, new Again(null, null, null)).running());
  }

  /** Ends it with its last question in capitals. */
  Running end(Running running) {
    session = running.sessionId();
    String question = running.turns().get(running.turns().size() - 1).content();
    conversations.finish(
        new Outcome(
            running.generationId(),
            running.epoch(),
            3,
            MessageStatus.COMPLETE,
            FinishReason.STOP,
            question.toUpperCase(java.util.Locale.ROOT),
            "",
            null,
            1,
            null,
            null));
    return running;
  }

  List<Shown> messages() {
    return sessions.messages(owner, session, null, 500).items();
  }

  /** The texts of the branch that is shown. */
  List<String> texts() {
    return messages().stream().map(shown -> shown.message().content()).toList();
  }

  static Ask ask(String text) {
    return new Ask(text, null, null, null, null, null);
  }

  /** What the model was shown. */
  static List<String> shown(Running running) {
    return running.turns().stream().map(Turn::content).toList();
  }

  static Problem problemOf(Runnable call) {
    ProblemException thrown = catchThrowableOfType(ProblemException.class, call::run);
    return thrown == null ? null : thrown.problem();
  }
}
