package org.streamchat.provider.control;

import org.streamchat.problem.ProblemException;

/** Knows which key a question of a user goes with. */
@FunctionalInterface
interface KeySource {
  /**
   * Null when the provider needs none. May read the database.
   *
   * @throws ProblemException PROVIDER_NOT_CONFIGURED when there is no usable key,
   *     DATABASE_UNAVAILABLE
   */
  String keyFor(String owner);
}
