package org.streamchat.conversation.control;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Optional;
import org.streamchat.conversation.entity.Again;
import org.streamchat.conversation.entity.Ask;
import org.streamchat.conversation.entity.Author;
import org.streamchat.conversation.entity.ChatSession;
import org.streamchat.conversation.entity.Generation;
import org.streamchat.conversation.entity.Message;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Role;
import org.streamchat.conversation.entity.Running;
import org.streamchat.platform.control.DuplicateKey;
import org.streamchat.platform.control.Ids;
import org.streamchat.platform.control.Now;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.control.Providers;

/**
 * Stores what begins a generation. Each method is the work of one transaction and changes nothing
 * when it throws.
 */
final class NewGenerations {
  private final Providers providers;
  private final Prompts prompts;
  private final String node;

  NewGenerations(Providers providers, Prompts prompts, String node) {
    this.providers = providers;
    this.prompts = prompts;
    this.node = node;
  }

  /** A question that creates its session. */
  Running first(EntityManager em, String owner, Ask ask) {
    ChatSession session = new ChatSession(Ids.next(), owner, Now.micros());
    em.persist(session);
    return asked(em, session, null, ask);
  }

  /** A question at the end of the current branch. */
  Running next(EntityManager em, String owner, String sessionId, Ask ask) {
    ChatSession session = idle(em, owner, sessionId);
    return asked(em, session, session.currentLeaf(), ask);
  }

  /** Another version of a question, beside it. */
  Running edit(EntityManager em, String owner, String sessionId, String messageId, Ask ask) {
    ChatSession session = idle(em, owner, sessionId);
    Message edited = SessionRows.message(em, session, messageId);
    if (edited.author() != Author.USER) {
      throw new ProblemException(
          Problem.INVALID_REQUEST, "only what a user has said can be edited");
    }
    return asked(em, session, edited.parentId(), ask);
  }

  /** Another answer to a question, beside those that it has. */
  Running again(EntityManager em, String owner, String sessionId, String messageId, Again again) {
    ChatSession session = idle(em, owner, sessionId);
    Message question = SessionRows.question(em, session, messageId);
    return begin(em, session, question, again.ask(question.content()));
  }

  private Running asked(EntityManager em, ChatSession session, String parentId, Ask ask) {
    session.firstWords(ask.text());
    Message question = Message.asked(Ids.next(), session.id(), parentId, ask.text(), Now.micros());
    return begin(em, session, question, ask);
  }

  private Running begin(EntityManager em, ChatSession session, Message question, Ask ask) {
    Instant now = Now.micros();
    Role role = Roles.of(em, session.owner(), session.role()).orElse(null);
    Generation generation =
        Generation.answering(ask, session, Ids.next(), question.id(), Ids.next(), node, now);
    choose(generation, session, role, ask.provider(), ask.model());
    if (role != null) {
      generation.inRole(role);
    }
    Message answer = Message.answering(question, generation);
    session.answering(generation.id(), answer.id(), now);
    // The session's row first: who loses the race for it has then locked nothing else.
    em.flush();
    if (!GenerationRows.insert(em, generation)) {
      throw new DuplicateKey();
    }
    if (!em.contains(question)) {
      em.persist(question);
    }
    em.persist(answer);
    return generation.running(prompts.turns(em, session, generation, question), answer);
  }

  /** Goes on with the newest answer of the current branch. */
  Running reopen(EntityManager em, String owner, String sessionId) {
    ChatSession session = idle(em, owner, sessionId);
    Optional<Message> last = SessionRows.lastAnswer(em, session);
    if (last.isPresent() && last.get().status() == MessageStatus.RUNNING) {
      // Since the session was read, someone else has gone on with it.
      throw SessionRows.busy(last.get().generationId());
    }
    Message answer =
        last.filter(Message::continuable)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.NOTHING_TO_CONTINUE, "The answer is whole, or there is none"));
    Generation earlier = em.find(Generation.class, answer.generationId());
    Generation generation = Generation.continuing(earlier, session, Ids.next(), node, Now.micros());
    choose(generation, session, null, earlier.provider(), earlier.model());
    session.answering(generation.id(), answer.id(), generation.startedAt());
    em.flush();
    answer.reopen(generation);
    em.persist(generation);
    Message question = em.find(Message.class, generation.userMessageId());
    return generation.running(prompts.turns(em, session, generation, question), answer);
  }

  private void choose(
      Generation generation, ChatSession session, Role role, String provider, String model) {
    String by = provider == null ? session.provider() : provider;
    boolean sessions = provider == null || provider.equals(session.provider());
    String wanted = model == null && sessions ? session.model() : model;
    Providers.Choice choice =
        wanted == null && sessions && role != null && role.model() != null
            ? usual(by, role.model())
            : providers.choose(by, wanted);
    generation.by(choice.provider(), choice.model());
  }

  /** The role's model, unless this provider does not have it. */
  private Providers.Choice usual(String provider, String model) {
    try {
      return providers.choose(provider, model);
    } catch (ProblemException notOffered) {
      return providers.choose(provider, null);
    }
  }

  private static ChatSession idle(EntityManager em, String owner, String sessionId) {
    ChatSession session = SessionRows.owned(em, owner, sessionId);
    SessionRows.checkIdle(session);
    return session;
  }
}
