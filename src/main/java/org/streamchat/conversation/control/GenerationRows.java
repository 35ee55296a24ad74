package org.streamchat.conversation.control;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import org.streamchat.conversation.entity.Generation;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.conversation.entity.Texts;
import org.streamchat.platform.entity.StoredTime;
import org.streamchat.provider.entity.Exchange;

/**
 * The steps of a generation that several nodes may try at once. Each is one conditional statement
 * on a row that is found by its key: who comes second, or with an old epoch, changes nothing.
 * Parameters are given in the order of the statement.
 */
final class GenerationRows {
  private static final int MAX_DETAIL = 1000;

  /** An error would be reported by the persistence provider, with all its values, before us. */
  private static final String INSERT =
      """
      INSERT IGNORE INTO generation (id, session_id, message_id, user_message_id, owner, idempotency_key, status,
        epoch, node, last_seq, role_id, provider, model, temperature, max_tokens, started_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  /**
   * One statement over the three rows: it takes a third of the round trips, when hundreds of
   * answers end at once.
   */
  private static final String FINISH =
      """
      UPDATE generation g
        JOIN message m ON m.id = g.message_id
        JOIN chat_session s ON s.id = g.session_id
      SET g.status = ?, g.last_seq = ?, g.finish_reason = ?, g.prompt_tokens = ?, g.completion_tokens = ?,
        g.response_time_ms = ?, g.problem = ?, g.problem_detail = ?, g.ended_at = ?,
        g.exchange = ?, g.exchange_at = ?,
        m.status = ?, m.finish_reason = ?, m.prompt_tokens = ?, m.completion_tokens = ?,
        m.response_time_ms = ?, m.problem = ?, m.problem_detail = ?, m.content = ?, m.reasoning = ?,
        s.active_generation = NULL, s.updated_at = ?, s.version = s.version + 1
      WHERE g.id = ? AND g.status = 'RUNNING' AND g.epoch = ?
      """;

  private static final String CHECKPOINT =
      """
      UPDATE generation g JOIN message m ON m.id = g.message_id
      SET g.last_seq = ?, m.content = ?, m.reasoning = ?
      WHERE g.id = ? AND g.status = 'RUNNING' AND g.epoch = ? AND g.last_seq <= ?
      """;

  private GenerationRows() {}

  /** Stores a new generation; false when its Idempotency-Key has begun another one. */
  static boolean insert(EntityManager em, Generation generation) {
    return new Parameters(em.createNativeQuery(INSERT))
            .add(generation.id())
            .add(generation.sessionId())
            .add(generation.messageId())
            .add(generation.userMessageId())
            .add(generation.owner())
            .add(generation.idempotencyKey())
            .add(generation.status().name())
            .add(generation.epoch())
            .add(generation.node())
            .add(generation.lastSeq())
            .add(generation.role())
            .add(generation.provider())
            .add(generation.model())
            .add(generation.temperature())
            .add(generation.maxTokens())
            .add(StoredTime.of(generation.startedAt()))
            .execute()
        > 0;
  }

  /** Whether this call was the one that ended it. */
  static boolean finish(EntityManager em, Outcome outcome, Exchange exchange, Instant now) {
    Parameters parameters = new Parameters(em.createNativeQuery(FINISH));
    Long promptTokens = outcome.usage() == null ? null : outcome.usage().promptTokens();
    Long completionTokens = outcome.usage() == null ? null : outcome.usage().completionTokens();
    String detail = outcome.detail() == null ? null : Texts.first(MAX_DETAIL, outcome.detail());
    return parameters
            .add(outcome.status().name())
            .add(outcome.lastSeq())
            .add(name(outcome.finishReason()))
            .add(promptTokens)
            .add(completionTokens)
            .add(outcome.responseTimeMs())
            .add(name(outcome.problem()))
            .add(detail)
            .add(StoredTime.of(now))
            .add(exchange == null ? null : exchange.json())
            .add(exchange == null ? null : StoredTime.of(now))
            .add(outcome.status().name())
            .add(name(outcome.finishReason()))
            .add(promptTokens)
            .add(completionTokens)
            .add(outcome.responseTimeMs())
            .add(name(outcome.problem()))
            .add(detail)
            .add(outcome.content())
            .add(emptyAsNull(outcome.reasoning()))
            .add(StoredTime.of(now))
            .add(outcome.generationId())
            .add(outcome.epoch())
            .execute()
        > 0;
  }

  static boolean hasEnded(EntityManager em, String generationId, long epoch) {
    return em.createQuery(
                "select count(g) from Generation g where g.id = :id and g.epoch = :epoch"
                    + " and g.status <> :running",
                Long.class)
            .setParameter("id", generationId)
            .setParameter("epoch", epoch)
            .setParameter("running", MessageStatus.RUNNING)
            .getSingleResult()
        > 0;
  }

  /** Whether the generation still runs under this epoch. */
  static boolean checkpoint(
      EntityManager em,
      String generationId,
      long epoch,
      long seq,
      String content,
      String reasoning) {
    return new Parameters(em.createNativeQuery(CHECKPOINT))
            .add(seq)
            .add(content)
            .add(emptyAsNull(reasoning))
            .add(generationId)
            .add(epoch)
            .add(seq)
            .execute()
        > 0;
  }

  /** Whether this call was the one that raised the epoch. */
  static boolean claim(
      EntityManager em, String generationId, long fromEpoch, long toEpoch, String node) {
    return em.createQuery(
                "update Generation g set g.epoch = :to, g.node = :node"
                    + " where g.id = :id and g.status = :running and g.epoch = :from")
            .setParameter("to", toEpoch)
            .setParameter("node", node)
            .setParameter("id", generationId)
            .setParameter("running", MessageStatus.RUNNING)
            .setParameter("from", fromEpoch)
            .executeUpdate()
        == 1;
  }

  private static String name(Enum<?> constant) {
    return constant == null ? null : constant.name();
  }

  private static String emptyAsNull(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  /** Numbers the parameters as they come. */
  private static final class Parameters {
    private final Query query;
    private int count;

    Parameters(Query query) {
      this.query = query;
    }

    Parameters add(Object value) {
      query.setParameter(++count, value);
      return this;
    }

    int execute() {
      return query.executeUpdate();
    }
  }
}
