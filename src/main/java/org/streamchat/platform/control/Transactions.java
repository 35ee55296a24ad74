package org.streamchat.platform.control;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.function.Function;
import org.streamchat.problem.ProblemException;

/**
 * Where the container begins and ends transactions. Called by {@link Database} only, which gives
 * what fails here a meaning.
 */
@Stateless
public class Transactions {
  @PersistenceContext(unitName = "streamchat")
  private EntityManager entities;

  @Resource private SessionContext context;

  /**
   * Runs the work in a transaction of its own, with all its statements sent before the commit.
   *
   * @throws ProblemException as the work threw it, rolled back
   * @throws FailedWork whatever else the work threw, rolled back. Any other exception comes from
   *     the commit
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public <T> T within(Function<EntityManager, T> work) {
    try {
      T result = work.apply(entities);
      entities.flush();
      return result;
    } catch (ProblemException problem) {
      context.setRollbackOnly();
      throw problem;
    } catch (RuntimeException failure) {
      context.setRollbackOnly();
      throw new FailedWork(failure);
    }
  }

  /** Runs work that only reads, without a transaction. */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public <T> T without(Function<EntityManager, T> work) {
    try {
      return work.apply(entities);
    } catch (ProblemException problem) {
      throw problem;
    } catch (RuntimeException failure) {
      throw new FailedWork(failure);
    }
  }
}
