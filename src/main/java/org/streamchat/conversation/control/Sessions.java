package org.streamchat.conversation.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.streamchat.conversation.entity.ChatSession;
import org.streamchat.conversation.entity.Generation;
import org.streamchat.conversation.entity.Message;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Page;
import org.streamchat.conversation.entity.Passage;
import org.streamchat.conversation.entity.SearchQuery;
import org.streamchat.conversation.entity.SessionChange;
import org.streamchat.conversation.entity.SessionView;
import org.streamchat.conversation.entity.Shown;
import org.streamchat.platform.control.Database;
import org.streamchat.platform.control.Ids;
import org.streamchat.platform.control.Now;
import org.streamchat.platform.entity.StoredTime;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.control.Providers;

/**
 * What a user does with sessions, apart from asking. Another owner's session looks like a missing
 * one.
 */
@ApplicationScoped
public class Sessions {
  private static final String NEWEST =
      "select s from ChatSession s where s.owner = :owner%s order by s.updatedAt desc, s.id desc";
  private static final String BEFORE =
      " and (s.updatedAt < :at or (s.updatedAt = :at and s.id < :id))";

  private final Database database;
  private final Providers providers;
  private final Instance<RunningAnswers> answers;
  private final Search search = new Search();

  protected Sessions() {
    this(null, null, null);
  }

  @Inject
  public Sessions(Database database, Providers providers, Instance<RunningAnswers> answers) {
    this.database = database;
    this.providers = providers;
    this.answers = answers;
  }

  /**
   * @throws ProblemException INVALID_REQUEST, PROVIDER_NOT_CONFIGURED
   */
  public SessionView create(String owner, SessionChange wanted) {
    return database.write(
        em -> {
          check(em, owner, wanted, null);
          ChatSession session = new ChatSession(Ids.next(), owner, Now.micros());
          session.change(wanted, session.createdAt());
          em.persist(session);
          return new SessionView(session, null, null);
        });
  }

  /**
   * The owner's sessions, that changed last first.
   *
   * @param query what their titles or messages hold; null for all
   * @param before the {@code next} of the page before; null for the first page
   * @throws ProblemException INVALID_REQUEST when {@code before} is none
   */
  public Page<SessionView> list(String owner, SearchQuery query, String before, int limit) {
    Position position = before == null ? null : Position.parse(before);
    return database.read(
        em -> {
          List<ChatSession> found =
              query == null
                  ? newest(em, owner, position, limit + 1)
                  : search.sessions(em, owner, query, position, limit + 1);
          boolean more = found.size() > limit;
          List<ChatSession> shown = more ? found.subList(0, limit) : found;
          Map<String, Passage> passages =
              query == null ? Map.of() : search.passages(em, query, shown);
          String next = more ? Position.of(shown.get(limit - 1)).text() : null;
          return new Page<>(views(em, shown, passages), next);
        });
  }

  private static List<ChatSession> newest(
      EntityManager em, String owner, Position position, int limit) {
    TypedQuery<ChatSession> query =
        em.createQuery(NEWEST.formatted(position == null ? "" : BEFORE), ChatSession.class)
            .setParameter("owner", owner)
            .setMaxResults(limit);
    if (position != null) {
      query.setParameter("at", StoredTime.of(position.at())).setParameter("id", position.id());
    }
    return query.getResultList();
  }

  /**
   * @throws ProblemException UNKNOWN_SESSION
   */
  public SessionView read(String owner, String sessionId) {
    return database.read(em -> views(em, List.of(SessionRows.owned(em, owner, sessionId))).get(0));
  }

  /**
   * @throws ProblemException UNKNOWN_SESSION, INVALID_REQUEST, PROVIDER_NOT_CONFIGURED
   */
  public SessionView change(String owner, String sessionId, SessionChange change) {
    return database.write(
        em -> {
          ChatSession session = SessionRows.owned(em, owner, sessionId);
          check(em, owner, change, session);
          session.change(change, Now.micros());
          return views(em, List.of(session)).get(0);
        });
  }

  private void check(EntityManager em, String owner, SessionChange change, ChatSession session) {
    String role = change.role().value();
    if (role != null && Roles.of(em, owner, role).isEmpty()) {
      throw new ProblemException(Problem.INVALID_REQUEST, "role takes the id of one of your roles")
          .with("member", "role");
    }
    String provider = change.provider().orElse(session == null ? null : session.provider());
    if (change.provider().given() || change.model().given()) {
      providers.choose(provider, change.model().value());
    }
  }

  /**
   * Deletes the session with all that belongs to it, the logs of its answers too. A running
   * generation is told to stop; its end then finds nothing to write to.
   *
   * @throws ProblemException UNKNOWN_SESSION
   */
  public void delete(String owner, String sessionId) {
    String active = database.read(em -> SessionRows.owned(em, owner, sessionId).activeGeneration());
    if (active != null) {
      answers.stream().forEach(running -> running.stop(active));
    }
    List<String> made = database.read(em -> generationsOf(em, sessionId));
    database.write(
        em ->
            em.createQuery("delete from ChatSession s where s.id = :id and s.owner = :owner")
                .setParameter("id", sessionId)
                .setParameter("owner", owner)
                .executeUpdate());
    answers.stream().forEach(running -> running.forget(made));
  }

  private static List<String> generationsOf(EntityManager em, String sessionId) {
    return em.createQuery("select g.id from Generation g where g.sessionId = :id", String.class)
        .setParameter("id", sessionId)
        .getResultList();
  }

  /**
   * The messages of the current branch, oldest first: the newest {@code limit} of them, or those
   * before.
   *
   * @param before the {@code next} of the page that follows in time; null for the newest
   * @throws ProblemException UNKNOWN_SESSION; INVALID_REQUEST when {@code before} is none
   */
  public Page<Shown> messages(String owner, String sessionId, String before, int limit) {
    return database.read(
        em -> {
          ChatSession session = SessionRows.owned(em, owner, sessionId);
          String last = before == null ? session.currentLeaf() : parentOf(em, session, before);
          List<Message> found = Branches.upTo(em, sessionId, last, limit);
          boolean more = !found.isEmpty() && found.get(0).parentId() != null;
          return new Page<>(
              Branches.withSiblings(em, sessionId, found), more ? found.get(0).id() : null);
        });
  }

  /**
   * Shows the branch that holds the message, to its newest end.
   *
   * @throws ProblemException UNKNOWN_SESSION; UNKNOWN_MESSAGE; GENERATION_RUNNING
   */
  public SessionView show(String owner, String sessionId, String messageId) {
    return database.write(
        em -> {
          ChatSession session = SessionRows.owned(em, owner, sessionId);
          Message message = SessionRows.message(em, session, messageId);
          SessionRows.checkIdle(session);
          session.show(Tree.of(em, sessionId).leafBelow(message.id()));
          return views(em, List.of(session)).get(0);
        });
  }

  /**
   * Takes all messages out of what models are shown from now on; they stay in the history.
   *
   * @throws ProblemException UNKNOWN_SESSION
   */
  public void forget(String owner, String sessionId) {
    database.write(
        em -> {
          SessionRows.owned(em, owner, sessionId);
          return em.createQuery(
                  "update Message m set m.inContext = false"
                      + " where m.sessionId = :session and m.inContext = true")
              .setParameter("session", sessionId)
              .executeUpdate();
        });
  }

  /** Whether the session has this title, and not by its user's will. */
  public boolean isEntitled(String sessionId, String title) {
    return database.read(
        em -> {
          ChatSession session = em.find(ChatSession.class, sessionId);
          return session != null && session.isEntitled(title);
        });
  }

  /**
   * Gives the session a title found for it; nothing happens when it has another one than {@code
   * present} by now, or one that its user has set.
   */
  public void entitle(String sessionId, String present, String title) {
    database.write(
        em ->
            em.createQuery(
                    "update ChatSession s set s.title = :title, s.version = s.version + 1 where"
                        + " s.id = :id and s.title = :present and s.titleSetByUser = false")
                .setParameter("title", title)
                .setParameter("id", sessionId)
                .setParameter("present", present)
                .executeUpdate());
  }

  private static String parentOf(EntityManager em, ChatSession session, String messageId) {
    try {
      return SessionRows.message(em, session, messageId).parentId();
    } catch (ProblemException unknown) {
      throw new ProblemException(
              Problem.INVALID_REQUEST, "before takes what was given as next", unknown)
          .with("member", "before");
    }
  }

  private List<SessionView> views(EntityManager em, List<ChatSession> sessions) {
    return views(em, sessions, Map.of());
  }

  private List<SessionView> views(
      EntityManager em, List<ChatSession> sessions, Map<String, Passage> passages) {
    Map<String, Generation> active =
        activeOf(
            em,
            sessions.stream().map(ChatSession::activeGeneration).filter(id -> id != null).toList());
    List<SessionView> views = new ArrayList<>();
    for (ChatSession session : sessions) {
      Generation generation = active.get(session.activeGeneration());
      views.add(
          new SessionView(
              session, generation == null ? null : view(generation), passages.get(session.id())));
    }
    return views;
  }

  private static Map<String, Generation> activeOf(EntityManager em, Collection<String> ids) {
    Map<String, Generation> active = new HashMap<>();
    if (!ids.isEmpty()) {
      em.createQuery(
              "select g from Generation g where g.id in :ids and g.status = :running",
              Generation.class)
          .setParameter("ids", ids)
          .setParameter("running", MessageStatus.RUNNING)
          .getResultList()
          .forEach(generation -> active.put(generation.id(), generation));
    }
    return active;
  }

  private SessionView.Active view(Generation generation) {
    long seq =
        answers.stream()
            .map(running -> running.seq(generation.id()))
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .findFirst()
            .orElse(generation.lastSeq());
    return new SessionView.Active(
        generation.id(), generation.messageId(), seq, generation.status());
  }
}
