package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streamchat.platform.control.Database;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.RealDatabase;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** Users' keys in a real database. */
class OwnKeysIT {
  private static final RealDatabase REAL = RealDatabase.running();
  private static final String SECRET = "a first secret of the tests";
  private static final String KEY = "sk-of-alice-0123456789";

  private final OwnKeys keys = keys(SECRET);

  private static OwnKeys keys(String secrets) {
    return new OwnKeys(REAL.database(), Environment.of(Map.of(KeySeal.SETTING, secrets)));
  }

  private static void assertProblem(Problem problem, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }

  @Test
  void keepsOneKeyAUserAndProvider() {
    keys.keep("Alice", "openai", "sk-before-0123456789");
    keys.keep("Alice", "openai", KEY);
    keys.keep("alice", "openai", "sk-of-another-alice");
    keys.keep("Alice", "qwen", "sk-for-qwen");

    assertThat(keys.find("Alice", "openai")).contains(KEY);
    assertThat(keys.find("alice", "openai")).contains("sk-of-another-alice");
    assertThat(keys.find("Alice", "deepseek")).isEmpty();
    assertThat(keys.held("Alice")).isEqualTo(Map.of("openai", true, "qwen", true));
    assertThat(keys.held("bob")).isEmpty();
  }

  @Test
  void forgetsAtOnceAlsoOnOtherNodes() {
    OwnKeys otherNode = keys(SECRET);
    keys.keep("carol", "openai", KEY);
    assertThat(otherNode.find("carol", "openai")).contains(KEY);

    keys.forget("carol", "openai");
    keys.forget("carol", "openai");

    assertThat(otherNode.find("carol", "openai")).isEmpty();
    assertThat(REAL.count("SELECT COUNT(*) FROM provider_key WHERE owner = 'carol'")).isZero();
  }

  @Test
  void storesNothingThatCanBeRead() {
    keys.keep("dave", "openai", KEY);

    assertThat(
            REAL.count(
                "SELECT COUNT(*) FROM provider_key WHERE owner = 'dave' AND sealed LIKE '%sk-of%'"))
        .isZero();
  }

  @Test
  void aRowMovedToAnotherUserCannotBeOpened() {
    keys.keep("erin", "openai", KEY);
    REAL.execute("UPDATE provider_key SET owner = 'mallory' WHERE owner = 'erin'");

    assertProblem(Problem.PROVIDER_NOT_CONFIGURED, () -> keys.find("mallory", "openai"));
    assertThat(keys.held("mallory")).isEqualTo(Map.of("openai", false));
  }

  @Test
  void sealsAnewWithTheFirstSecretWhatIsUsed() {
    String second = "a second secret of the tests";
    keys.keep("frank", "openai", KEY);

    assertThat(keys(second + "," + SECRET).find("frank", "openai")).contains(KEY);

    assertThat(keys(second).find("frank", "openai")).contains(KEY);
    assertProblem(Problem.PROVIDER_NOT_CONFIGURED, () -> keys.find("frank", "openai"));
  }

  /** A database that can go away. */
  private static final class Fickle extends Database {
    private boolean away;

    @Override
    public <T> T read(Function<EntityManager, T> work) {
      return (away ? RealDatabase.unreachable() : REAL.database()).read(work);
    }

    @Override
    public <T> T write(Function<EntityManager, T> work) {
      return (away ? RealDatabase.unreachable() : REAL.database()).write(work);
    }
  }

  @Test
  void answersThatRunGoOnWhileTheDatabaseIsAway() {
    Fickle database = new Fickle();
    OwnKeys here = new OwnKeys(database, Environment.of(Map.of(KeySeal.SETTING, SECRET)));
    here.keep("grace", "openai", KEY);
    here.keep("grace", "qwen", KEY);
    here.find("grace", "openai");
    here.find("grace", "qwen");
    here.find("grace", "groq");
    here.forget("grace", "qwen");
    database.away = true;

    assertThat(here.find("grace", "openai")).contains(KEY);
    assertThat(here.find("grace", "groq")).isEmpty();
    assertProblem(Problem.DATABASE_UNAVAILABLE, () -> here.find("grace", "qwen"));
  }

  @Test
  void takesNoKeysWithoutASecret() {
    OwnKeys none = new OwnKeys(RealDatabase.unreachable(), Environment.of(Map.of()));

    assertThat(none.areKept()).isFalse();
    assertThat(none.find("alice", "openai")).isEmpty();
    assertThat(none.held("alice")).isEmpty();
    assertProblem(Problem.OWN_KEYS_NOT_TAKEN, () -> none.keep("alice", "openai", KEY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "sk with space", "sk-ключ-0123456789", "sk-line\nbreak"})
  void refusesWhatCannotBeAKey(String key) {
    assertThatThrownBy(() -> keys.keep("alice", "openai", key))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(Problem.INVALID_REQUEST);
              assertThat(e.members()).containsEntry("member", "key");
            });
  }

  @Test
  void saysThatTheDatabaseIsAway() {
    OwnKeys away =
        new OwnKeys(RealDatabase.unreachable(), Environment.of(Map.of(KeySeal.SETTING, SECRET)));

    assertProblem(Problem.DATABASE_UNAVAILABLE, () -> away.find("alice", "openai"));
    assertProblem(Problem.DATABASE_UNAVAILABLE, () -> away.keep("alice", "openai", KEY));
  }
}
