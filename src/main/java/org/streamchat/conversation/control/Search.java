package org.streamchat.conversation.control;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.streamchat.conversation.entity.ChatSession;
import org.streamchat.conversation.entity.Passage;
import org.streamchat.conversation.entity.SearchQuery;
import org.streamchat.platform.entity.StoredTime;

/**
 * Finds sessions by their titles and messages. The full-text index says where to look; where it
 * cannot (Chinese on MariaDB, very short words), the owner's own messages are gone through.
 */
final class Search {
  private static final int BEFORE = 60;
  private static final int PASSAGE = 200;

  private volatile Boolean pairs;

  /** Those of the owner that fit the query, that changed last first. */
  @SuppressWarnings("unchecked")
  List<ChatSession> sessions(
      EntityManager em, String owner, SearchQuery query, Position position, int limit) {
    String expression = query.expression(pairs(em));
    Statement found = new Statement();
    found.add("SELECT s.* FROM (SELECT t.id FROM chat_session t WHERE t.owner = ?", owner);
    query.patterns().forEach(pattern -> found.add(" AND t.title LIKE ? ESCAPE '!'", pattern));
    found.add(
        " UNION SELECT m.session_id FROM message m JOIN chat_session o ON o.id = m.session_id"
            + " WHERE o.owner = ?",
        owner);
    fits(found, query, expression);
    found.add(") hit JOIN chat_session s ON s.id = hit.id WHERE s.owner = ?", owner);
    if (position != null) {
      String at = StoredTime.of(position.at());
      found.add(" AND (s.updated_at < ?", at);
      found.add(" OR (s.updated_at = ?", at);
      found.add(" AND s.id < ?))", position.id());
    }
    found.add(" ORDER BY s.updated_at DESC, s.id DESC LIMIT ?", limit);
    return found.on(em, ChatSession.class).getResultList();
  }

  /** The newest passage of each session that has one, by the session's id. */
  @SuppressWarnings("unchecked")
  Map<String, Passage> passages(EntityManager em, SearchQuery query, List<ChatSession> sessions) {
    if (sessions.isEmpty()) {
      return Map.of();
    }
    Statement newest = new Statement();
    newest.add("SELECT p.session_id, p.id, LOCATE(?, p.content),", query.terms().get(0));
    newest.add(" SUBSTRING(p.content, GREATEST(1, LOCATE(?, p.content)", query.terms().get(0));
    newest.add(" - " + BEFORE + "), " + PASSAGE + "), CHAR_LENGTH(p.content)");
    newest.add(" FROM (SELECT MAX(m.id) AS id FROM message m WHERE m.session_id IN (");
    newest.list(sessions.stream().map(ChatSession::id).toList());
    newest.add(")");
    fits(newest, query, "");
    newest.add(" GROUP BY m.session_id) hit JOIN message p ON p.id = hit.id");
    Map<String, Passage> passages = new HashMap<>();
    for (Object[] row : (List<Object[]>) newest.on(em, null).getResultList()) {
      int from = Math.max(1, ((Number) row[2]).intValue() - BEFORE);
      boolean more = from - 1 + PASSAGE < ((Number) row[4]).longValue();
      String text = ((String) row[3]).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
      passages.put(
          (String) row[0],
          new Passage((String) row[1], (from > 1 ? "…" : "") + text + (more ? "…" : "")));
    }
    return passages;
  }

  private static void fits(Statement statement, SearchQuery query, String expression) {
    if (!expression.isEmpty()) {
      statement.add(" AND MATCH (m.content) AGAINST (? IN BOOLEAN MODE)", expression);
    }
    query.patterns().forEach(pattern -> statement.add(" AND m.content LIKE ? ESCAPE '!'", pattern));
  }

  /** Whether the index was made of pairs of characters, as the migration does on MySQL. */
  private boolean pairs(EntityManager em) {
    if (pairs == null) {
      String version = em.createNativeQuery("SELECT VERSION()").getSingleResult().toString();
      pairs = !version.contains("MariaDB");
    }
    return pairs;
  }

  /** SQL and its parameters, in the order of the text. */
  private static final class Statement {
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    void add(String part, Object... more) {
      sql.append(part);
      Collections.addAll(values, more);
    }

    void list(List<String> ids) {
      add("?" + ", ?".repeat(ids.size() - 1), ids.toArray());
    }

    Query on(EntityManager em, Class<?> type) {
      Query query =
          type == null
              ? em.createNativeQuery(sql.toString())
              : em.createNativeQuery(sql.toString(), type);
      for (int i = 0; i < values.size(); i++) {
        query.setParameter(i + 1, values.get(i));
      }
      return query;
    }
  }
}
