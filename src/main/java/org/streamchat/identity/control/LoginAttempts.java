package org.streamchat.identity.control;

import org.streamchat.problem.ProblemException;

/** Counts failed attempts to show who is calling, for each address, on all nodes together. */
public interface LoginAttempts {
  /**
   * @throws ProblemException LIMIT_EXCEEDED when there were too many from this address lately;
   *     LOG_UNAVAILABLE when nobody can count and calls are refused then
   */
  void check(String address);

  /** One more has failed. */
  void failed(String address);
}
