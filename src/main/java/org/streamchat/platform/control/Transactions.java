package org.streamchat.platform.control;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Where the container begins and ends transactions. What fails in {@link #within} and {@link
 * #without} is given a meaning by {@link Database}, which alone calls them. What the work throws is
 * returned, so that the container neither wraps nor logs it; an exception from here comes from the
 * commit.
 */
@Stateless
public class Transactions {
  @PersistenceContext(unitName = "streamchat")
  private EntityManager entities;

  @Resource(lookup = "jdbc/streamchat")
  private DataSource dataSource;

  @Resource private SessionContext context;

  /**
   * What came of the work.
   *
   * @param failure null when it succeeded
   */
  public record Result<T>(T value, RuntimeException failure) {
    static <T> Result<T> of(Function<EntityManager, T> work, EntityManager entities) {
      try {
        return new Result<>(work.apply(entities), null);
      } catch (RuntimeException failure) {
        return new Result<>(null, failure);
      }
    }
  }

  /**
   * Does the work in a transaction of its own, with all its statements sent before the commit;
   * undone when it fails.
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public <T> Result<T> within(Function<EntityManager, T> work) {
    Result<T> result = Result.of(reached(work).andThen(this::flushed), entities);
    if (result.failure() != null) {
      context.setRollbackOnly();
    }
    return result;
  }

  /** Does work that only reads, without a transaction. */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public <T> Result<T> without(Function<EntityManager, T> work) {
    return Result.of(reached(work), entities);
  }

  /**
   * Does work that takes connections of its own, each statement of which is a transaction. A thread
   * that nobody called needs this: without a boundary at which the container clears up, connections
   * that break while they are used are never given back to the pool.
   */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void outside(Runnable work) {
    work.run();
  }

  /**
   * Takes the connection that the work is going to share before it begins: a persistence provider
   * that meets a missing database by itself may try again for a quarter of a minute.
   */
  private <T> Function<EntityManager, T> reached(Function<EntityManager, T> work) {
    return em -> {
      try (Connection connection = dataSource.getConnection()) {
        connection.getAutoCommit();
      } catch (SQLException away) {
        throw new PersistenceException(away);
      }
      return work.apply(em);
    };
  }

  private <T> T flushed(T value) {
    entities.flush();
    return value;
  }
}
