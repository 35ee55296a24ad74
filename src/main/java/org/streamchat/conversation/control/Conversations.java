package org.streamchat.conversation.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.streamchat.conversation.entity.Answer;
import org.streamchat.conversation.entity.Ask;
import org.streamchat.conversation.entity.Begun;
import org.streamchat.conversation.entity.ChatSession;
import org.streamchat.conversation.entity.Generation;
import org.streamchat.conversation.entity.Message;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.conversation.entity.Ownership;
import org.streamchat.conversation.entity.Running;
import org.streamchat.platform.control.Database;
import org.streamchat.platform.control.DuplicateKey;
import org.streamchat.platform.control.Ids;
import org.streamchat.platform.control.Node;
import org.streamchat.platform.control.Now;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.control.Providers;
import org.streamchat.provider.entity.Turn;

/**
 * The lasting side of an answer: one transaction begins it ({@link #begin}, {@link #reopen}), one
 * ends it ({@link #finish}). Every race, also between nodes, is decided by the database.
 *
 * <p>Every method throws {@link Problem#DATABASE_UNAVAILABLE} when the database cannot be reached,
 * and treats what belongs to another owner as missing.
 */
@ApplicationScoped
public class Conversations {
  /** How many turns of the branch a model is shown, the one to answer included. */
  static final int TURNS_SHOWN = 20;

  private static final int MAX_RUNNING = 1000;

  private final Database database;
  private final Providers providers;
  private final Node node;

  protected Conversations() {
    this(null, null, null);
  }

  @Inject
  public Conversations(Database database, Providers providers, Node node) {
    this.database = database;
    this.providers = providers;
    this.node = node;
  }

  /**
   * Stores what the user asks and the place for its answer, in one transaction; nothing is stored
   * when it throws.
   *
   * @param sessionId null to create the session
   * @return the generation to run; or the one that the Idempotency-Key began before
   * @throws ProblemException UNKNOWN_SESSION; GENERATION_RUNNING with the member {@code
   *     generationId}; INVALID_REQUEST also when the Idempotency-Key was used for another question;
   *     PROVIDER_NOT_CONFIGURED
   */
  public Begun begin(String owner, String sessionId, Ask ask) {
    try {
      return database.write(
          em -> sessionId == null ? first(em, owner, ask) : next(em, owner, sessionId, ask));
    } catch (DuplicateKey used) {
      return database
          .read(em -> begunWith(em, owner, sessionId, ask))
          .orElseThrow(
              () ->
                  new ProblemException(
                      Problem.DATABASE_UNAVAILABLE, "Try again in a moment", used));
    }
  }

  /**
   * What an earlier send with the same Idempotency-Key began; empty without a key, or when it is
   * the first.
   *
   * @throws ProblemException INVALID_REQUEST when the key was used for another question
   */
  public Optional<Begun> begunBefore(String owner, String sessionId, Ask ask) {
    return ask.idempotencyKey() == null
        ? Optional.empty()
        : database.read(em -> begunWith(em, owner, sessionId, ask));
  }

  private Begun first(EntityManager em, String owner, Ask ask) {
    ChatSession session = new ChatSession(Ids.next(), owner, Now.micros());
    session.derivedTitle(ChatSession.titleFrom(ask.text()));
    em.persist(session);
    return begin(em, session, List.of(), ask);
  }

  private Begun next(EntityManager em, String owner, String sessionId, Ask ask) {
    ChatSession session = SessionRows.owned(em, owner, sessionId);
    if (session.activeGeneration() != null) {
      return begunWith(em, owner, sessionId, ask).orElseThrow(() -> running(session));
    }
    return begin(
        em, session, Branches.upTo(em, sessionId, session.currentLeaf(), TURNS_SHOWN - 1), ask);
  }

  private Begun begin(EntityManager em, ChatSession session, List<Message> branch, Ask ask) {
    Instant now = Now.micros();
    Generation generation =
        Generation.answering(ask, session, Ids.next(), Ids.next(), Ids.next(), node.id(), now);
    choose(generation, session, ask.provider(), ask.model());
    Message asked =
        Message.asked(
            generation.userMessageId(), session.id(), session.currentLeaf(), ask.text(), now);
    Message answer = Message.answering(asked, generation);
    session.answering(generation.id(), answer.id(), now);
    // The session's row first: who loses the race for it has then locked nothing else.
    em.flush();
    em.persist(asked);
    em.persist(answer);
    em.persist(generation);
    List<Turn> turns = Branches.turns(session, branch);
    turns.add(new Turn(Turn.Author.USER, ask.text()));
    return new Begun(generation.running(turns, answer), false);
  }

  private void choose(Generation generation, ChatSession session, String provider, String model) {
    boolean sessions = provider == null || provider.equals(session.provider());
    Providers.Choice choice =
        providers.choose(
            provider == null ? session.provider() : provider,
            model == null && sessions ? session.model() : model);
    generation.by(choice.provider(), choice.model());
  }

  private Optional<Begun> begunWith(EntityManager em, String owner, String sessionId, Ask ask) {
    if (ask.idempotencyKey() == null) {
      return Optional.empty();
    }
    return em.createQuery(
            "select g from Generation g where g.owner = :owner and g.idempotencyKey = :key",
            Generation.class)
        .setParameter("owner", owner)
        .setParameter("key", ask.idempotencyKey())
        .getResultStream()
        .findFirst()
        .map(generation -> describe(em, generation))
        .map(
            first -> {
              boolean same =
                  first.turns().get(first.turns().size() - 1).content().equals(ask.text());
              if (!same || (sessionId != null && !sessionId.equals(first.sessionId()))) {
                throw new ProblemException(
                        Problem.INVALID_REQUEST,
                        "this Idempotency-Key was used for another message")
                    .with("member", "Idempotency-Key");
              }
              return new Begun(first, true);
            });
  }

  /**
   * Begins a generation that goes on with the newest answer of the current branch, in one
   * transaction.
   *
   * @throws ProblemException UNKNOWN_SESSION; GENERATION_RUNNING with the member {@code
   *     generationId}; NOTHING_TO_CONTINUE when there is no answer, or a whole one
   */
  public Begun reopen(String owner, String sessionId) {
    return database.write(
        em -> {
          ChatSession session = SessionRows.owned(em, owner, sessionId);
          if (session.activeGeneration() != null) {
            throw running(session);
          }
          Message answer =
              SessionRows.lastAnswer(em, session)
                  .filter(Message::continuable)
                  .orElseThrow(
                      () ->
                          new ProblemException(
                              Problem.NOTHING_TO_CONTINUE,
                              "The answer is whole, or there is none"));
          Generation earlier = em.find(Generation.class, answer.generationId());
          Generation generation =
              Generation.continuing(earlier, session, Ids.next(), node.id(), Now.micros());
          choose(generation, session, earlier.provider(), earlier.model());
          session.answering(generation.id(), answer.id(), generation.startedAt());
          em.flush();
          answer.reopen(generation);
          em.persist(generation);
          return new Begun(describe(em, generation, session, answer), false);
        });
  }

  /**
   * The newest generation of the current branch's last answer; empty when the session has none.
   *
   * @throws ProblemException UNKNOWN_SESSION
   */
  public Optional<Answer> latest(String owner, String sessionId) {
    return database.read(
        em -> {
          ChatSession session = SessionRows.owned(em, owner, sessionId);
          return SessionRows.lastAnswer(em, session)
              .filter(message -> message.generationId() != null)
              .map(message -> em.find(Generation.class, message.generationId()).answer(message));
        });
  }

  /**
   * @throws ProblemException UNKNOWN_SESSION, UNKNOWN_GENERATION
   */
  public Answer answer(String owner, String sessionId, String generationId) {
    return database.read(
        em -> {
          Optional<Generation> generation =
              Ids.possible(generationId)
                  ? Optional.ofNullable(em.find(Generation.class, generationId))
                  : Optional.empty();
          if (generation.isEmpty() || !generation.get().belongsTo(owner, sessionId)) {
            SessionRows.owned(em, owner, sessionId);
            throw new ProblemException(
                Problem.UNKNOWN_GENERATION, "The session has no generation with this id");
          }
          return generation.get().answer(em.find(Message.class, generation.get().messageId()));
        });
  }

  /**
   * A generation that has ended, whoever owns it; empty while it runs, and when there is none. For
   * this system's own use.
   */
  public Optional<Answer> ended(String generationId) {
    return database.read(
        em ->
            Optional.ofNullable(em.find(Generation.class, generationId))
                .map(
                    generation -> generation.answer(em.find(Message.class, generation.messageId())))
                .filter(answer -> answer.status() != MessageStatus.RUNNING));
  }

  /**
   * Ends a generation, its message and its hold on the session, in one transaction of one
   * statement.
   *
   * @return false when it had ended already or is owned under another epoch: nothing was changed
   */
  public boolean finish(Outcome outcome) {
    return database.write(em -> GenerationRows.finish(em, outcome, Now.micros()));
  }

  /**
   * Saves how far a running generation has come; does nothing when it has ended or is owned under
   * another epoch.
   */
  public void checkpoint(
      String generationId, long epoch, long seq, String content, String reasoning) {
    database.write(
        em -> GenerationRows.checkpoint(em, generationId, epoch, seq, content, reasoning));
  }

  /** All running generations, oldest first, at most 1000. */
  public List<Ownership> running() {
    return database.read(
        em ->
            em.createQuery(
                    "select new org.streamchat.conversation.entity.Ownership(g.id, g.epoch, g.node) from Generation g"
                        + " where g.status = :running order by g.startedAt, g.id",
                    Ownership.class)
                .setParameter("running", MessageStatus.RUNNING)
                .setMaxResults(MAX_RUNNING)
                .getResultList());
  }

  /** How many generations of the owner's run. */
  public int running(String owner) {
    return database.read(
        em ->
            em.createQuery(
                    "select count(g) from Generation g where g.owner = :owner and g.status = :running",
                    Long.class)
                .setParameter("owner", owner)
                .setParameter("running", MessageStatus.RUNNING)
                .getSingleResult()
                .intValue());
  }

  /**
   * Makes this node the owner of a running generation.
   *
   * @return empty when it has ended or its epoch is not {@code fromEpoch} any more
   */
  public Optional<Running> takeOver(String generationId, long fromEpoch, long toEpoch) {
    if (toEpoch <= fromEpoch) {
      throw new IllegalArgumentException("an epoch only rises");
    }
    return database.write(
        em ->
            GenerationRows.claim(em, generationId, fromEpoch, toEpoch, node.id())
                ? Optional.of(describe(em, em.find(Generation.class, generationId)))
                : Optional.empty());
  }

  private static Running describe(EntityManager em, Generation generation) {
    return describe(
        em,
        generation,
        em.find(ChatSession.class, generation.sessionId()),
        em.find(Message.class, generation.messageId()));
  }

  private static Running describe(
      EntityManager em, Generation generation, ChatSession session, Message answer) {
    List<Message> branch = Branches.upTo(em, session.id(), generation.userMessageId(), TURNS_SHOWN);
    return generation.running(Branches.turns(session, branch), answer);
  }

  private static ProblemException running(ChatSession session) {
    return new ProblemException(
            Problem.GENERATION_RUNNING, "Follow it, stop it, or wait for its end")
        .with("generationId", session.activeGeneration());
  }
}
