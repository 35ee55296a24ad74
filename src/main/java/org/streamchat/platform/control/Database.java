package org.streamchat.platform.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * The way to the database. Work is repeated when it lost a race that repeating settles (a deadlock,
 * a row changed meanwhile), so it must have no other effect than on the database.
 *
 * <p>What the database or the container throws never reaches the caller: when the database cannot
 * be reached, also in the middle of a commit, it is {@link Problem#DATABASE_UNAVAILABLE}.
 */
@ApplicationScoped
public class Database {
  private static final Logger LOG = System.getLogger(Database.class.getName());
  private static final int TRIES = 6;
  private static final int DUPLICATE_ENTRY = 1062;
  private static final int DEADLOCK = 1213;

  private static final String AGAIN = "Try again in a moment";
  private static final long SLOW_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long AWAY_NANOS = Duration.ofSeconds(2).toNanos();

  private final Transactions transactions;
  private final AtomicLong awayUntil = new AtomicLong(System.nanoTime());

  protected Database() {
    this(null);
  }

  @Inject
  public Database(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Runs the work in one transaction of its own.
   *
   * @throws DuplicateKey when another row has the unique key
   * @throws ProblemException DATABASE_UNAVAILABLE, or what the work throws
   */
  public <T> T write(Function<EntityManager, T> work) {
    return run(() -> transactions.within(work));
  }

  /**
   * Runs work that only reads, without a transaction.
   *
   * @throws ProblemException DATABASE_UNAVAILABLE, or what the work throws
   */
  public <T> T read(Function<EntityManager, T> work) {
    return run(() -> transactions.without(work));
  }

  private <T> T run(Supplier<Transactions.Result<T>> attempt) {
    for (int tries = 1; ; tries++) {
      long began = System.nanoTime();
      if (began - awayUntil.get() < 0) {
        throw new ProblemException(Problem.DATABASE_UNAVAILABLE, AGAIN).retryAfterSeconds(2);
      }
      Transactions.Result<T> result;
      try {
        result = attempt.get();
      } catch (RuntimeException container) {
        throw unavailable(container);
      }
      RuntimeException reason = result.failure();
      if (reason == null) {
        return result.value();
      }
      Failure failure = Failure.of(reason);
      boolean slow = System.nanoTime() - began > SLOW_NANOS;
      if (failure == Failure.UNREACHABLE && slow) {
        // It does not even refuse: who comes next need not wait as long to learn the same.
        awayUntil.set(System.nanoTime() + AWAY_NANOS);
      }
      boolean again =
          failure == Failure.LOST_RACE || (failure == Failure.UNREACHABLE && tries == 1 && !slow);
      if (!again || tries == TRIES) {
        throw asSeenByTheCaller(failure, reason);
      }
    }
  }

  private static RuntimeException asSeenByTheCaller(Failure failure, RuntimeException reason) {
    return switch (failure) {
      case DUPLICATE -> new DuplicateKey(reason);
      case LOST_RACE, BUSY, UNREACHABLE -> unavailable(reason);
      case MISTAKE -> reason;
    };
  }

  private static ProblemException unavailable(RuntimeException reason) {
    LOG.log(Level.WARNING, () -> "the database is not available: " + rootOf(reason));
    return new ProblemException(Problem.DATABASE_UNAVAILABLE, AGAIN, reason).retryAfterSeconds(2);
  }

  /** Class, SQL state and code: the text of the root cause may quote values. */
  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root instanceof SQLException sql
        ? root.getClass().getSimpleName() + " " + sql.getSQLState() + "/" + sql.getErrorCode()
        : root.getClass().getSimpleName();
  }

  /** What a failure means. */
  enum Failure {
    DUPLICATE,
    LOST_RACE,
    BUSY,
    UNREACHABLE,
    MISTAKE;

    static Failure of(Throwable thrown) {
      for (Throwable t = thrown; t != null; t = t.getCause()) {
        if (t instanceof OptimisticLockException) {
          return LOST_RACE;
        }
        if (t instanceof SQLException sql) {
          return of(sql);
        }
      }
      return MISTAKE;
    }

    private static Failure of(SQLException failure) {
      String state = failure.getSQLState() == null ? "" : failure.getSQLState();
      if (failure.getErrorCode() == DUPLICATE_ENTRY) {
        return DUPLICATE;
      }
      if (failure.getErrorCode() == DEADLOCK) {
        return LOST_RACE;
      }
      if (state.startsWith("08") || failure instanceof SQLTransientConnectionException) {
        return UNREACHABLE;
      }
      // Wrong statements and values are ours to mend; what is left is the server's state:
      // read-only, full, stopping, or a row that others keep locked for too long.
      return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
        case "0A", "21", "22", "23", "42" -> MISTAKE;
        default -> BUSY;
      };
    }
  }
}
