package org.streamchat.identity.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.streamchat.identity.entity.AccessToken;
import org.streamchat.identity.entity.Login;
import org.streamchat.identity.entity.Scope;
import org.streamchat.identity.entity.User;
import org.streamchat.platform.control.RealDatabase;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** Access tokens in a real database. */
class AccessTokensIT {
  private static final RealDatabase REAL = RealDatabase.running();
  private static final Duration DAY = Duration.ofDays(1);
  private static final Set<Scope> ALL = EnumSet.allOf(Scope.class);

  private final AccessTokens tokens = new AccessTokens(REAL.database());

  private static User user(String id, String... roles) {
    return new User(id, "Name of " + id, id + "@example.org", Set.of("red", "blue"), Set.of(roles));
  }

  private static void assertProblem(Problem problem, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }

  @Test
  void aTokenStandsForItsOwner() {
    User alice = user("alice", User.USER, User.ADMIN);
    AccessTokens.Made made = tokens.make(alice, "laptop", ALL, DAY);

    Login login = tokens.find(made.secret()).orElseThrow();

    assertThat(made.secret()).matches("sct_[A-Za-z0-9_-]{43}");
    assertThat(login.user()).isEqualTo(alice);
    assertThat(login.means()).isEqualTo(Login.Means.TOKEN);
    assertThat(login.scopes()).isEqualTo(ALL);
    assertThat(made.toString()).doesNotContain(made.secret());
  }

  @Test
  void itIsAnAdministratorsOnlyIfItWasMadeForThat() {
    User admin = user("anna", User.USER, User.ADMIN);
    AccessTokens.Made chat = tokens.make(admin, "chat", Set.of(Scope.CHAT), DAY);
    AccessTokens.Made nobody = tokens.make(user("amy", User.USER), "admin", ALL, DAY);

    assertThat(tokens.find(chat.secret()).orElseThrow().user().roles()).containsExactly(User.USER);
    assertThat(tokens.find(nobody.secret()).orElseThrow().user().roles())
        .containsExactly(User.USER);
  }

  @Test
  void onlyItsHashIsStored() {
    AccessTokens.Made made = tokens.make(user("bob", User.USER), "x", ALL, DAY);

    assertThat(REAL.rows("SELECT * FROM access_token WHERE owner = 'bob'").toString())
        .doesNotContain(made.secret().substring(4, 20));
    assertThat(REAL.text("SELECT LENGTH(hash) FROM access_token WHERE owner = 'bob'"))
        .isEqualTo("32");
  }

  @Test
  void whatIsNoneFindsNobody() {
    AccessTokens.Made made = tokens.make(user("carol", User.USER), "x", ALL, DAY);
    String secret = made.secret();

    assertThat(tokens.find("")).isEmpty();
    assertThat(tokens.find("sct_")).isEmpty();
    assertThat(tokens.find(secret + "A")).isEmpty();
    assertThat(tokens.find(secret.substring(0, 40) + "AAAAAAA")).isEmpty();
    assertThat(tokens.find("SCT_" + secret.substring(4))).isEmpty();
  }

  @Test
  void expires() {
    AccessTokens.Made made = tokens.make(user("dave", User.USER), "x", ALL, Duration.ofMillis(-1));

    assertThat(tokens.find(made.secret())).isEmpty();
    assertThat(tokens.list("dave")).hasSize(1);
  }

  @Test
  void isRevokedByItsOwnerOnly() {
    AccessTokens otherNode = new AccessTokens(REAL.database());
    AccessTokens.Made made = tokens.make(user("erin", User.USER), "x", ALL, DAY);
    String id = made.token().id();

    assertProblem(Problem.UNKNOWN_TOKEN, () -> tokens.revoke("mallory", id));
    assertProblem(Problem.UNKNOWN_TOKEN, () -> tokens.revoke("erin", "x"));
    assertThat(otherNode.find(made.secret())).isPresent();
    tokens.revoke("erin", id);

    assertThat(otherNode.find(made.secret())).isEmpty();
    assertProblem(Problem.UNKNOWN_TOKEN, () -> tokens.revoke("erin", id));
  }

  @Test
  void listsTheOwnersWithTheirLastUse() {
    AccessTokens.Made first = tokens.make(user("frank", User.USER), "first", ALL, DAY);
    AccessTokens.Made second =
        tokens.make(user("frank", User.USER), "second 第二", Set.of(Scope.READ), DAY);
    tokens.make(user("Frank", User.USER), "another's", ALL, DAY);
    tokens.find(first.secret());

    assertThat(tokens.list("frank"))
        .extracting(AccessToken::name)
        .containsExactly("second 第二", "first");
    AccessToken used = tokens.list("frank").get(1);
    assertThat(used.lastUsedAt())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(used.createdAt()).isEqualTo(first.token().createdAt());
    assertThat(used.expiresAt()).isEqualTo(first.token().expiresAt());
    AccessToken unused = tokens.list("frank").get(0);
    assertThat(unused).isEqualTo(second.token());
    assertThat(unused.lastUsedAt()).isNull();
  }

  @Test
  void thereAreNotTooMany() {
    for (int i = 0; i < AccessTokens.MOST; i++) {
      tokens.make(user("grace", User.USER), "x", ALL, Duration.ofDays(-40));
    }
    for (int i = 0; i < AccessTokens.MOST; i++) {
      tokens.make(user("grace", User.USER), "x", ALL, DAY);
    }

    assertProblem(
        Problem.TOO_MANY_TOKENS, () -> tokens.make(user("grace", User.USER), "x", ALL, DAY));
  }

  @Test
  void saysThatTheDatabaseIsAway() {
    AccessTokens away = new AccessTokens(RealDatabase.unreachable());

    assertProblem(
        Problem.DATABASE_UNAVAILABLE,
        () -> away.find("sct_0123456789012345678901234567890123456789012"));
  }
}
