package org.streamchat.provider.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.streamchat.platform.control.Database;
import org.streamchat.platform.control.Environment;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * The keys that users have brought, sealed in the database. They are read for every question, so
 * that a key that was removed, on whatever node, is not used again. Nothing here logs or returns a
 * key but to who asks a provider with it.
 *
 * <p>While the database is away no new question is taken; an answer that runs already goes on with
 * what was last read.
 */
@ApplicationScoped
public class OwnKeys {
  private static final Logger LOG = System.getLogger(OwnKeys.class.getName());
  private static final int SHORTEST = 8;
  private static final int LONGEST = 500;
  private static final int MOST_REMEMBERED = 10_000;

  private final Database database;
  private final Optional<KeySeal> seal;

  /** What was last read, still sealed. */
  private final Map<List<String>, Optional<byte[]>> lastRead = new ConcurrentHashMap<>();

  /** For client proxies. */
  protected OwnKeys() {
    this.database = null;
    this.seal = Optional.empty();
  }

  @Inject
  public OwnKeys(Database database, Environment environment) {
    this.database = database;
    this.seal = KeySeal.from(environment);
  }

  /** Whether keys can be kept: {@code streamchat.keys.secret} is set. */
  public boolean areKept() {
    return seal.isPresent();
  }

  /**
   * Keeps a user's key, in place of the one before.
   *
   * @throws ProblemException OWN_KEYS_NOT_TAKEN, INVALID_REQUEST, DATABASE_UNAVAILABLE
   */
  public void keep(String owner, String provider, String key) {
    KeySeal sealing =
        seal.orElseThrow(
            () ->
                new ProblemException(
                    Problem.OWN_KEYS_NOT_TAKEN,
                    "This server keeps no keys of users: its operator has not set "
                        + KeySeal.SETTING
                        + "."));
    if (key.length() < SHORTEST
        || key.length() > LONGEST
        || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new ProblemException(
              Problem.INVALID_REQUEST,
              "key takes %d to %d printable ASCII characters without spaces"
                  .formatted(SHORTEST, LONGEST))
          .with("member", "key");
    }
    byte[] closed = sealing.seal(owner, provider, key);
    database.write(
        em ->
            em.createNativeQuery(
                    "INSERT INTO provider_key (owner, provider, sealed, changed_at)"
                        + " VALUES (?1, ?2, ?3, UTC_TIMESTAMP(6)) ON DUPLICATE KEY UPDATE"
                        + " sealed = ?3, changed_at = UTC_TIMESTAMP(6)")
                .setParameter(1, owner)
                .setParameter(2, provider)
                .setParameter(3, closed)
                .executeUpdate());
  }

  /**
   * Forgets a user's key; nothing happens when there is none.
   *
   * @throws ProblemException DATABASE_UNAVAILABLE
   */
  public void forget(String owner, String provider) {
    database.write(
        em ->
            em.createNativeQuery("DELETE FROM provider_key WHERE owner = ?1 AND provider = ?2")
                .setParameter(1, owner)
                .setParameter(2, provider)
                .executeUpdate());
    lastRead.remove(List.of(owner, provider));
  }

  /**
   * A user's key; empty when there is none.
   *
   * @throws ProblemException PROVIDER_NOT_CONFIGURED when there is one that cannot be opened any
   *     more, DATABASE_UNAVAILABLE
   */
  Optional<String> find(String owner, String provider) {
    if (seal.isEmpty()) {
      return Optional.empty();
    }
    return stored(owner, provider).map(stored -> open(owner, provider, stored));
  }

  private Optional<byte[]> stored(String owner, String provider) {
    List<String> whose = List.of(owner, provider);
    Optional<byte[]> stored;
    try {
      stored = read(owner, provider);
    } catch (ProblemException away) {
      Optional<byte[]> known = lastRead.get(whose);
      if (known == null) {
        throw away;
      }
      return known;
    }
    if (lastRead.size() >= MOST_REMEMBERED) {
      lastRead.clear();
    }
    lastRead.put(whose, stored);
    return stored;
  }

  private Optional<byte[]> read(String owner, String provider) {
    return database.read(
        em ->
            rows(
                    em,
                    "SELECT sealed FROM provider_key WHERE owner = ?1 AND provider = ?2",
                    owner,
                    provider)
                .stream()
                .map(byte[].class::cast)
                .findFirst());
  }

  private String open(String owner, String provider, byte[] stored) {
    KeySeal sealing = seal.orElseThrow();
    String key =
        sealing
            .open(owner, provider, stored)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.PROVIDER_NOT_CONFIGURED,
                        "Your key for this provider cannot be read any more. Set it again."));
    if (sealing.isOld(stored)) {
      renew(owner, provider, stored, sealing.seal(owner, provider, key));
    }
    return key;
  }

  /**
   * Seals with the newest secret what was sealed with an older one, unless it changes meanwhile.
   */
  private void renew(String owner, String provider, byte[] old, byte[] renewed) {
    try {
      database.write(
          em ->
              em.createNativeQuery(
                      "UPDATE provider_key SET sealed = ?1"
                          + " WHERE owner = ?2 AND provider = ?3 AND sealed = ?4")
                  .setParameter(1, renewed)
                  .setParameter(2, owner)
                  .setParameter(3, provider)
                  .setParameter(4, old)
                  .executeUpdate());
    } catch (ProblemException away) {
      LOG.log(Level.DEBUG, "A key is sealed anew next time");
    }
  }

  /**
   * The providers for which a user has a key, and whether it can be opened still.
   *
   * @throws ProblemException DATABASE_UNAVAILABLE
   */
  Map<String, Boolean> held(String owner) {
    if (seal.isEmpty()) {
      return Map.of();
    }
    List<?> rows =
        database.read(
            em -> rows(em, "SELECT provider, sealed FROM provider_key WHERE owner = ?1", owner));
    Map<String, Boolean> held = new HashMap<>();
    for (Object row : rows) {
      Object[] columns = (Object[]) row;
      String provider = (String) columns[0];
      held.put(provider, seal.get().open(owner, provider, (byte[]) columns[1]).isPresent());
    }
    return held;
  }

  private static List<?> rows(EntityManager em, String query, String... parameters) {
    var rows = em.createNativeQuery(query);
    for (int i = 0; i < parameters.length; i++) {
      rows.setParameter(i + 1, parameters[i]);
    }
    return rows.getResultList();
  }
}
