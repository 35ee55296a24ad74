package org.streamchat.conversation.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.streamchat.conversation.entity.BuiltInRole;
import org.streamchat.conversation.entity.OwnRole;
import org.streamchat.conversation.entity.Role;
import org.streamchat.conversation.entity.RoleText;
import org.streamchat.platform.control.Database;
import org.streamchat.platform.control.Ids;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** The roles that a user can give a session: those that are built in, and the user's own. */
@ApplicationScoped
public class Roles {
  private static final int MOST = 200;

  private final Database database;

  protected Roles() {
    this(null);
  }

  @Inject
  public Roles(Database database) {
    this.database = database;
  }

  /** The owner's own roles, oldest first. */
  public List<OwnRole> own(String owner) {
    return database.read(
        em ->
            em.createQuery(
                    "select r from OwnRole r where r.owner = :owner order by r.id", OwnRole.class)
                .setParameter("owner", owner)
                .setMaxResults(MOST)
                .getResultList());
  }

  /**
   * @throws ProblemException UNKNOWN_ROLE
   */
  public Role role(String owner, String id) {
    return database.read(em -> of(em, owner, id)).orElseThrow(Roles::unknown);
  }

  /**
   * @throws ProblemException INVALID_REQUEST when the owner has as many as one may have
   */
  public OwnRole create(String owner, RoleText text) {
    return database.write(
        em -> {
          long count =
              em.createQuery("select count(r) from OwnRole r where r.owner = :owner", Long.class)
                  .setParameter("owner", owner)
                  .getSingleResult();
          if (count >= MOST) {
            throw new ProblemException(
                Problem.INVALID_REQUEST, "A user has at most " + MOST + " roles");
          }
          OwnRole role = new OwnRole(Ids.next(), owner, text);
          em.persist(role);
          return role;
        });
  }

  /**
   * @throws ProblemException UNKNOWN_ROLE; FORBIDDEN for one that is built in
   */
  public OwnRole change(String owner, String id, RoleText text) {
    return database.write(
        em -> {
          OwnRole role = changeable(em, owner, id);
          role.become(text);
          return role;
        });
  }

  /**
   * Deletes the role; sessions that have it go on without one.
   *
   * @throws ProblemException UNKNOWN_ROLE; FORBIDDEN for one that is built in
   */
  public void delete(String owner, String id) {
    database.write(
        em -> {
          em.remove(changeable(em, owner, id));
          return em.createQuery(
                  "update ChatSession s set s.role = null, s.version = s.version + 1"
                      + " where s.owner = :owner and s.role = :role")
              .setParameter("owner", owner)
              .setParameter("role", id)
              .executeUpdate();
        });
  }

  /** Empty also for another owner's. */
  static Optional<Role> of(EntityManager em, String owner, String id) {
    if (id == null) {
      return Optional.empty();
    }
    Optional<BuiltInRole> builtIn = BuiltInRole.of(id);
    if (builtIn.isPresent()) {
      return Optional.of(builtIn.get());
    }
    return Optional.ofNullable(Ids.possible(id) ? em.find(OwnRole.class, id) : null)
        .filter(role -> role.belongsTo(owner))
        .map(Role.class::cast);
  }

  private static OwnRole changeable(EntityManager em, String owner, String id) {
    Role role = of(em, owner, id).orElseThrow(Roles::unknown);
    if (role instanceof OwnRole own) {
      return own;
    }
    throw new ProblemException(Problem.FORBIDDEN, "Built-in roles cannot be changed");
  }

  private static ProblemException unknown() {
    return new ProblemException(Problem.UNKNOWN_ROLE, "You have no role with this id");
  }
}
