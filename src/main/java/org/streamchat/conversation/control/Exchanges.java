package org.streamchat.conversation.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.streamchat.conversation.entity.ChatSession;
import org.streamchat.conversation.entity.KeptExchange;
import org.streamchat.conversation.entity.Message;
import org.streamchat.platform.control.Database;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.entity.StoredTime;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.Exchange;

/**
 * What providers were asked and what they answered, kept for a while for the record. Written with
 * the end of an answer ({@link Conversations#finish}), at no statement of its own; shown to the
 * session's owner only.
 */
@ApplicationScoped
public class Exchanges {
  private static final Logger LOG = System.getLogger(Exchanges.class.getName());

  /** How many are removed by one statement, so that nothing else has to wait for long. */
  private static final int BATCH = 200;

  private static final int MOST_BATCHES = 1_000;

  private static final String READ =
      "SELECT exchange, CAST(exchange_at AS CHAR) FROM generation WHERE id = ? AND exchange IS NOT NULL";
  private static final String FORGET =
      "UPDATE generation SET exchange = NULL, exchange_at = NULL"
          + " WHERE exchange_at < ? ORDER BY exchange_at LIMIT "
          + BATCH;

  private final Database database;
  private final Duration retention;

  protected Exchanges() {
    this.database = null;
    this.retention = null;
  }

  @Inject
  public Exchanges(Database database, Environment environment) {
    this.database = database;
    this.retention =
        environment.duration(
            "streamchat.exchange.retention",
            Duration.ofDays(30),
            Duration.ZERO,
            Duration.ofDays(3_660));
  }

  /** Has a wrong setting found at the start. */
  void check(@Observes @Initialized(ApplicationScoped.class) Object start) {
    LOG.log(Level.DEBUG, () -> "exchanges are kept for " + retention);
  }

  /** Whether any are to be kept. */
  public boolean areKept() {
    return !retention.isZero();
  }

  /**
   * What the newest generation of the message has left.
   *
   * @throws ProblemException UNKNOWN_SESSION; UNKNOWN_MESSAGE; NOT_FOUND when nothing is kept of it
   */
  public KeptExchange of(String owner, String sessionId, String messageId) {
    return database.read(
        em -> {
          ChatSession session = SessionRows.owned(em, owner, sessionId);
          Message message = SessionRows.message(em, session, messageId);
          List<?> kept = message.generationId() == null ? List.of() : read(em, message);
          if (kept.isEmpty()) {
            throw new ProblemException(
                Problem.NOT_FOUND, "Nothing is kept of how this message was made, or not any more");
          }
          Object[] row = (Object[]) kept.get(0);
          return new KeptExchange(
              message.generationId(),
              StoredTime.instant((String) row[1]),
              new Exchange((String) row[0]));
        });
  }

  private static List<?> read(EntityManager em, Message message) {
    return em.createNativeQuery(READ).setParameter(1, message.generationId()).getResultList();
  }

  /** To be called now and then, on any node: removes what is older than it is to be kept. */
  public void forget() {
    String before = StoredTime.of(Instant.now().minus(retention));
    int removed = BATCH;
    for (int batches = 0; removed == BATCH && batches < MOST_BATCHES; batches++) {
      removed =
          database.write(
              em -> em.createNativeQuery(FORGET).setParameter(1, before).executeUpdate());
    }
  }
}
