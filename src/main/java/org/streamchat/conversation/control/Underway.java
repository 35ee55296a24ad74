package org.streamchat.conversation.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.streamchat.conversation.entity.Generation;
import org.streamchat.conversation.entity.Live;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.platform.control.Database;
import org.streamchat.platform.control.Ids;

/** Which answers are being made, whoever owns them. For this system's own use and its operators. */
@ApplicationScoped
public class Underway {
  private static final int MOST = 1000;
  private static final String LIVE =
      "select new org.streamchat.conversation.entity.Live("
          + "g.id, g.sessionId, g.messageId, g.owner, g.node, g.startedAt)"
          + " from Generation g where g.status = :running order by g.startedAt, g.id";

  private final Database database;

  protected Underway() {
    this(null);
  }

  @Inject
  public Underway(Database database) {
    this.database = database;
  }

  /** Oldest first, at most 1000. */
  public List<Live> all() {
    return database.read(
        em ->
            em.createQuery(LIVE, Live.class)
                .setParameter("running", MessageStatus.RUNNING)
                .setMaxResults(MOST)
                .getResultList());
  }

  /** How many of the owner's there are. */
  public int count(String owner) {
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

  /** Whether the generation, running or ended, has not been deleted with its session. */
  public boolean isKept(String generationId) {
    return Ids.possible(generationId)
        && database.read(em -> em.find(Generation.class, generationId) != null);
  }
}
