package org.streamchat.generation.control;

import java.time.Duration;

/**
 * How answers are made.
 *
 * @param mostRunning how many answers this node makes at once
 * @param mostCharacters how long the text of one message may become
 * @param mostEvents how many events of one generation a node may hold; below a million
 * @param maxDuration how long one generation may take
 * @param shutdownGrace how long running answers may go on when the server is asked to stop
 * @param recovery what becomes of an answer whose owner died
 */
public record GenerationSettings(
    int mostRunning,
    int mostCharacters,
    int mostEvents,
    Duration maxDuration,
    Duration shutdownGrace,
    RecoveryPolicy recovery) {
  /** The least time between two steps of what is done by the clock. */
  public static final Duration TICK = Duration.ofSeconds(1);

  /** What becomes of an answer whose owner died. */
  public enum RecoveryPolicy {
    /** The model is asked to go on. */
    CONTINUE,
    /** The partial text is kept, marked as interrupted. */
    FINISH
  }
}
