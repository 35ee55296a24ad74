package org.streamchat.conversation.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.streamchat.conversation.entity.Change;
import org.streamchat.conversation.entity.ChatSession;
import org.streamchat.conversation.entity.ImportedMessage;
import org.streamchat.conversation.entity.ImportedSession;
import org.streamchat.conversation.entity.Message;
import org.streamchat.conversation.entity.SessionChange;
import org.streamchat.conversation.entity.SessionView;
import org.streamchat.platform.control.Database;
import org.streamchat.platform.control.Ids;
import org.streamchat.platform.control.Now;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.control.Providers;

/** Takes sessions out, whole, and in again. */
@ApplicationScoped
public class Transcripts {
  /** How many messages, each of which may be large, are held at once. */
  private static final int BATCH = 20;

  private static final int IMPORTS_AT_ONCE = 2;

  private final Database database;
  private final Providers providers;
  private final Semaphore importing = new Semaphore(IMPORTS_AT_ONCE);

  /** A session and which of its messages are meant, in their order. */
  public record Transcript(ChatSession session, List<String> messageIds) {
    public Transcript {
      messageIds = List.copyOf(messageIds);
    }
  }

  protected Transcripts() {
    this(null, null);
  }

  @Inject
  public Transcripts(Database database, Providers providers) {
    this.database = database;
    this.providers = providers;
  }

  /**
   * All branches, oldest message first.
   *
   * @throws ProblemException UNKNOWN_SESSION
   */
  public Transcript whole(String owner, String sessionId) {
    return database.read(
        em ->
            new Transcript(SessionRows.owned(em, owner, sessionId), Tree.of(em, sessionId).all()));
  }

  /**
   * The branch that is shown, oldest message first.
   *
   * @throws ProblemException UNKNOWN_SESSION
   */
  public Transcript branch(String owner, String sessionId) {
    return database.read(
        em -> {
          ChatSession session = SessionRows.owned(em, owner, sessionId);
          return new Transcript(session, Tree.of(em, sessionId).upTo(session.currentLeaf()));
        });
  }

  /** Reads the messages in their order, few at a time; those deleted meanwhile are left out. */
  public void forEach(Transcript transcript, Consumer<Message> reader) {
    List<String> ids = transcript.messageIds();
    for (int from = 0; from < ids.size(); from += BATCH) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + BATCH));
      Map<String, Message> read = new HashMap<>();
      database
          .read(
              em ->
                  em.createQuery("select m from Message m where m.id in :ids", Message.class)
                      .setParameter("ids", some)
                      .getResultList())
          .forEach(message -> read.put(message.id(), message));
      some.stream().map(read::get).filter(message -> message != null).forEach(reader);
    }
  }

  /** Makes a new session of the file, with new ids. */
  public SessionView store(String owner, ImportedSession file) {
    importing.acquireUninterruptibly();
    try {
      return database.write(
          em -> {
            ChatSession session = new ChatSession(Ids.next(), owner, Now.micros());
            session.change(usable(em, owner, file.settings()), session.createdAt());
            em.persist(session);
            Map<String, String> ids = new HashMap<>();
            String last = null;
            for (ImportedMessage message : file.messages()) {
              last = Ids.next();
              ids.put(message.id(), last);
              em.persist(
                  Message.imported(last, session.id(), ids.get(message.parentId()), message));
            }
            session.show(file.leaf() == null ? last : ids.get(file.leaf()));
            return new SessionView(session, null, null);
          });
    } finally {
      importing.release();
    }
  }

  /** Without a role that the owner does not have, and a provider that is not here. */
  private SessionChange usable(EntityManager em, String owner, SessionChange settings) {
    boolean role = Roles.of(em, owner, settings.role().value()).isPresent();
    boolean provider = settings.provider().value() == null || here(settings);
    return new SessionChange(
        settings.title(),
        role ? settings.role() : Change.NONE,
        provider ? settings.provider() : Change.NONE,
        provider ? settings.model() : Change.NONE,
        settings.systemPrompt());
  }

  private boolean here(SessionChange settings) {
    try {
      providers.choose(settings.provider().value(), settings.model().value());
      return true;
    } catch (ProblemException unusable) {
      return false;
    }
  }
}
