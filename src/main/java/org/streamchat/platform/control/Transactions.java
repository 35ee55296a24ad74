package org.streamchat.platform.control;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.function.Function;

/**
 * Where the container begins and ends transactions. Called by {@link Database} only, which gives
 * what fails here a meaning. What the work throws is returned, so that the container neither wraps
 * nor logs it; an exception from here comes from the commit.
 */
@Stateless
public class Transactions {
  @PersistenceContext(unitName = "streamchat")
  private EntityManager entities;

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
    Result<T> result = Result.of(work.andThen(this::flushed), entities);
    if (result.failure() != null) {
      context.setRollbackOnly();
    }
    return result;
  }

  /** Does work that only reads, without a transaction. */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public <T> Result<T> without(Function<EntityManager, T> work) {
    return Result.of(work, entities);
  }

  private <T> T flushed(T value) {
    entities.flush();
    return value;
  }
}
