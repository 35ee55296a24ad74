package org.streamchat.conversation.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.streamchat.conversation.entity.Again;
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
import org.streamchat.platform.entity.StoredTime;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.control.Providers;
import org.streamchat.provider.entity.Exchange;

/**
 * The lasting side of an answer: one transaction begins it ({@link #begin}, {@link #reopen}), one
 * ends it ({@link #finish}). Every race, also between nodes, is decided by the database.
 *
 * <p>Every method throws {@link Problem#DATABASE_UNAVAILABLE} when the database cannot be reached,
 * and treats what belongs to another owner as missing.
 */
@ApplicationScoped
public class Conversations {
  private static final int MAX_RUNNING = 10_000;

  private final Database database;
  private final Node node;
  private final Prompts prompts;
  private final ContextWindow window;
  private final NewGenerations beginnings;

  protected Conversations() {
    this.database = null;
    this.node = null;
    this.prompts = null;
    this.window = null;
    this.beginnings = null;
  }

  @Inject
  public Conversations(
      Database database, Providers providers, Node node, ContextSettings settings) {
    this.database = database;
    this.node = node;
    this.prompts = new Prompts(settings);
    this.window = new ContextWindow(settings, providers);
    this.beginnings = new NewGenerations(providers, prompts, node.id());
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
    return once(
        owner,
        ask.idempotencyKey(),
        em ->
            sessionId == null
                ? beginnings.first(em, owner, ask)
                : beginnings.next(em, owner, sessionId, ask),
        (em, first) ->
            (sessionId == null || first.belongsTo(owner, sessionId))
                && question(em, first).content().equals(ask.text()));
  }

  /**
   * The same for another version of a question: a new branch beside it.
   *
   * @throws ProblemException as {@link #begin}; UNKNOWN_MESSAGE
   */
  public Begun edit(String owner, String sessionId, String messageId, Ask ask) {
    return once(
        owner,
        ask.idempotencyKey(),
        em -> beginnings.edit(em, owner, sessionId, messageId, ask),
        (em, first) -> {
          Message question = question(em, first);
          return first.belongsTo(owner, sessionId)
              && question.content().equals(ask.text())
              && Objects.equals(
                  question.parentId(),
                  SessionRows.message(em, SessionRows.owned(em, owner, sessionId), messageId)
                      .parentId());
        });
  }

  /**
   * The same for another answer: a new branch beside those that the question has.
   *
   * @param messageId the question's, or that of one of its answers
   * @throws ProblemException as {@link #begin}; UNKNOWN_MESSAGE
   */
  public Begun again(String owner, String sessionId, String messageId, Again again) {
    return once(
        owner,
        again.idempotencyKey(),
        em -> beginnings.again(em, owner, sessionId, messageId, again),
        (em, first) ->
            first.belongsTo(owner, sessionId)
                && first
                    .userMessageId()
                    .equals(
                        SessionRows.question(em, SessionRows.owned(em, owner, sessionId), messageId)
                            .id()));
  }

  /** Begins it, unless the key has begun something before: that is found again then. */
  private Begun once(
      String owner,
      String key,
      Function<EntityManager, Running> beginning,
      BiPredicate<EntityManager, Generation> same) {
    try {
      return new Begun(fit(database.write(beginning)), false);
    } catch (DuplicateKey used) {
      return database
          .read(em -> begunWith(em, owner, key, same))
          .orElseThrow(
              () ->
                  new ProblemException(
                      Problem.DATABASE_UNAVAILABLE, "Try again in a moment", used));
    } catch (ProblemException refused) {
      if (refused.problem() != Problem.GENERATION_RUNNING || key == null) {
        throw refused;
      }
      return database.read(em -> begunWith(em, owner, key, same)).orElseThrow(() -> refused);
    }
  }

  /** Whether this Idempotency-Key has begun something; false without a key. */
  public boolean hasBegun(String owner, String key) {
    return key != null && database.read(em -> generationOf(em, owner, key)).isPresent();
  }

  private static Optional<Generation> generationOf(EntityManager em, String owner, String key) {
    return em.createQuery(
            "select g from Generation g where g.owner = :owner and g.idempotencyKey = :key",
            Generation.class)
        .setParameter("owner", owner)
        .setParameter("key", key)
        .getResultStream()
        .findFirst();
  }

  private Optional<Begun> begunWith(
      EntityManager em, String owner, String key, BiPredicate<EntityManager, Generation> same) {
    return generationOf(em, owner, key)
        .map(
            first -> {
              if (!same.test(em, first)) {
                throw new ProblemException(
                        Problem.INVALID_REQUEST,
                        "this Idempotency-Key was used for another message")
                    .with("member", "Idempotency-Key");
              }
              return new Begun(describe(em, first), true);
            });
  }

  private static Message question(EntityManager em, Generation generation) {
    return em.find(Message.class, generation.userMessageId());
  }

  /**
   * Begins a generation that goes on with the newest answer of the current branch, in one
   * transaction.
   *
   * @throws ProblemException UNKNOWN_SESSION; GENERATION_RUNNING with the member {@code
   *     generationId}; NOTHING_TO_CONTINUE when there is no answer, or a whole one
   */
  public Begun reopen(String owner, String sessionId) {
    return new Begun(fit(database.write(em -> beginnings.reopen(em, owner, sessionId))), false);
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
   * A generation, whoever owns it; empty when there is none, or none any more. For this system's
   * own use.
   */
  public Optional<Answer> answer(String generationId) {
    return database.read(
        em ->
            Optional.ofNullable(em.find(Generation.class, generationId))
                .map(
                    generation ->
                        generation.answer(em.find(Message.class, generation.messageId()))));
  }

  /**
   * Ends a generation, its message and its hold on the session, in one transaction of one
   * statement.
   *
   * @return false when it had ended already or is owned under another epoch: nothing was changed
   */
  public boolean finish(Outcome outcome) {
    return finish(outcome, null);
  }

  /**
   * The same, keeping for the record what the provider was asked and answered.
   *
   * @param exchange null to keep nothing
   */
  public boolean finish(Outcome outcome, Exchange exchange) {
    return database.write(em -> GenerationRows.finish(em, outcome, exchange, Now.micros()));
  }

  /**
   * Whether the owner under this epoch has ended the generation: also when the commit's reply was
   * lost on its way.
   */
  public boolean hasEnded(String generationId, long epoch) {
    return database.read(em -> GenerationRows.hasEnded(em, generationId, epoch));
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

  /**
   * The generations that still run, oldest first, at most 10,000.
   *
   * @param begunBefore by the clocks of the nodes that began them
   */
  public List<Ownership> running(Instant begunBefore) {
    return database.read(
        em ->
            em.createQuery(
                    "select new org.streamchat.conversation.entity.Ownership(g.id, g.epoch, g.node) from Generation g"
                        + " where g.status = :running and g.startedAt < :before order by g.startedAt, g.id",
                    Ownership.class)
                .setParameter("running", MessageStatus.RUNNING)
                .setParameter("before", StoredTime.of(begunBefore))
                .setMaxResults(MAX_RUNNING)
                .getResultList());
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
    return database
        .write(
            em ->
                GenerationRows.claim(em, generationId, fromEpoch, toEpoch, node.id())
                    ? Optional.of(describe(em, em.find(Generation.class, generationId)))
                    : Optional.<Running>empty())
        .map(this::fit);
  }

  private Running describe(EntityManager em, Generation generation) {
    ChatSession session = em.find(ChatSession.class, generation.sessionId());
    return generation.running(
        prompts.turns(em, session, generation, question(em, generation)),
        em.find(Message.class, generation.messageId()));
  }

  /** Counting takes a moment, so it is done when the transaction is over. */
  private Running fit(Running running) {
    return running.with(window.fit(running));
  }
}
