package org.streamchat.identity.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.streamchat.identity.entity.AccessToken;
import org.streamchat.identity.entity.Login;
import org.streamchat.identity.entity.Scope;
import org.streamchat.identity.entity.User;
import org.streamchat.platform.control.Database;
import org.streamchat.platform.control.Ids;
import org.streamchat.platform.control.Now;
import org.streamchat.platform.entity.StoredTime;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * The tokens that users make for their programs. A token is 256 random bits; only its hash is
 * stored. It stands for its owner as they were when they made it, for what its scopes allow, until
 * it expires or is revoked, which every node heeds at once.
 */
@ApplicationScoped
public class AccessTokens {
  /** What every token begins with, so that it is recognised where it does not belong. */
  static final String PREFIX = "sct_";

  public static final int MAX_NAME = 100;
  public static final int MAX_DAYS = 366;
  static final int MOST = 50;

  private static final int BYTES = 32;
  private static final int LENGTH = PREFIX.length() + 43;
  private static final String SEPARATOR = "\n";
  private static final String SHOWN =
      "id, name, scopes, "
          + time("created_at")
          + ", "
          + time("expires_at")
          + ", "
          + time("last_used_at");
  private static final Duration USE_PRECISION = Duration.ofMinutes(1);

  private final SecureRandom random = new SecureRandom();
  private final Database database;

  protected AccessTokens() {
    this.database = null;
  }

  @Inject
  public AccessTokens(Database database) {
    this.database = database;
  }

  /**
   * A token that has just been made.
   *
   * @param secret the token itself, which is nowhere else
   */
  public record Made(AccessToken token, String secret) {
    @Override
    public String toString() {
      return token.toString();
    }
  }

  /** Whether a credential has the shape of these tokens, valid or not. */
  static boolean isOne(String credential) {
    return credential.startsWith(PREFIX);
  }

  /**
   * @throws ProblemException TOO_MANY_TOKENS, DATABASE_UNAVAILABLE
   */
  public Made make(User owner, String name, Set<Scope> scopes, Duration lifetime) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant now = Now.micros();
    AccessToken token = new AccessToken(Ids.next(), name, scopes, now, now.plus(lifetime), null);
    database.write(
        em -> {
          checkRoom(em, owner.id());
          return em.createNativeQuery(
                  "INSERT INTO access_token (id, owner, name, hash, scopes, user_name, user_email,"
                      + " user_groups, user_admin, created_at, expires_at)"
                      + " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
              .setParameter(1, token.id())
              .setParameter(2, owner.id())
              .setParameter(3, name)
              .setParameter(4, hash(secret))
              .setParameter(5, wire(scopes))
              .setParameter(6, owner.name())
              .setParameter(7, owner.email() == null ? "" : owner.email())
              .setParameter(8, String.join(SEPARATOR, owner.groups()))
              .setParameter(9, owner.roles().contains(User.ADMIN))
              .setParameter(10, StoredTime.of(now))
              .setParameter(11, StoredTime.of(token.expiresAt()))
              .executeUpdate();
        });
    return new Made(token, secret);
  }

  private static void checkRoom(EntityManager em, String owner) {
    em.createNativeQuery(
            "DELETE FROM access_token WHERE owner = ?1"
                + " AND expires_at < UTC_TIMESTAMP(6) - INTERVAL 30 DAY")
        .setParameter(1, owner)
        .executeUpdate();
    Object count =
        em.createNativeQuery("SELECT COUNT(*) FROM access_token WHERE owner = ?1")
            .setParameter(1, owner)
            .getSingleResult();
    if (((Number) count).intValue() >= MOST) {
      throw new ProblemException(
          Problem.TOO_MANY_TOKENS, "You have " + MOST + " tokens. Revoke one first.");
    }
  }

  /** The owner's tokens, the newest first, those that have expired lately too. */
  public List<AccessToken> list(String owner) {
    List<?> rows =
        database.read(
            em ->
                em.createNativeQuery(
                        "SELECT " + SHOWN + " FROM access_token WHERE owner = ?1 ORDER BY id DESC")
                    .setParameter(1, owner)
                    .getResultList());
    return rows.stream().map(row -> token((Object[]) row)).toList();
  }

  /**
   * Makes a token worthless, on all nodes at once.
   *
   * @throws ProblemException UNKNOWN_TOKEN when the owner has none with this id
   */
  public void revoke(String owner, String id) {
    int gone =
        Ids.possible(id)
            ? database.write(
                em ->
                    em.createNativeQuery("DELETE FROM access_token WHERE id = ?1 AND owner = ?2")
                        .setParameter(1, id)
                        .setParameter(2, owner)
                        .executeUpdate())
            : 0;
    if (gone == 0) {
      throw new ProblemException(Problem.UNKNOWN_TOKEN, "You have no token with this id");
    }
  }

  /**
   * Whose token it is; empty when it is none, has expired or was revoked.
   *
   * @throws ProblemException DATABASE_UNAVAILABLE
   */
  Optional<Login> find(String secret) {
    if (secret.length() != LENGTH) {
      return Optional.empty();
    }
    List<?> rows =
        database.read(
            em ->
                em.createNativeQuery(
                        "SELECT id, scopes, owner, user_name, user_email, user_groups, user_admin, "
                            + time("last_used_at")
                            + " FROM access_token"
                            + " WHERE hash = ?1 AND expires_at > UTC_TIMESTAMP(6)")
                    .setParameter(1, hash(secret))
                    .getResultList());
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Object[] row = (Object[]) rows.get(0);
    used((String) row[0], instant(row[7]));
    return Optional.of(login(row));
  }

  private static Login login(Object[] row) {
    Set<Scope> scopes = scopes((String) row[1]);
    boolean admin = row[6] instanceof Number flag ? flag.intValue() != 0 : (Boolean) row[6];
    String email = (String) row[4];
    String groups = (String) row[5];
    User owner =
        new User(
            (String) row[2],
            (String) row[3],
            email.isEmpty() ? null : email,
            groups.isEmpty() ? Set.of() : Set.of(groups.split(SEPARATOR, -1)),
            admin && scopes.contains(Scope.ADMIN)
                ? Set.of(User.USER, User.ADMIN)
                : Set.of(User.USER));
    return new Login(owner, Login.Means.TOKEN, scopes);
  }

  /** Not written down with every call: a program may make many. */
  private void used(String id, Instant before) {
    if (before != null && before.isAfter(Instant.now().minus(USE_PRECISION))) {
      return;
    }
    database.write(
        em ->
            em.createNativeQuery(
                    "UPDATE access_token SET last_used_at = UTC_TIMESTAMP(6) WHERE id = ?1")
                .setParameter(1, id)
                .executeUpdate());
  }

  private static AccessToken token(Object[] row) {
    return new AccessToken(
        (String) row[0],
        (String) row[1],
        scopes((String) row[2]),
        instant(row[3]),
        instant(row[4]),
        instant(row[5]));
  }

  private static String wire(Set<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::wire).collect(Collectors.joining(" "));
  }

  private static Set<Scope> scopes(String wire) {
    return Arrays.stream(wire.split(" ", -1))
        .map(Scope::of)
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
  }

  private static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(secret.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Read as a text: what drivers make of a time without a zone differs. */
  private static String time(String column) {
    return "DATE_FORMAT(" + column + ", '%Y-%m-%dT%H:%i:%s.%fZ')";
  }

  private static Instant instant(Object text) {
    return text == null ? null : Instant.parse(text.toString());
  }
}
