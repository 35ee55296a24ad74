package org.streamchat.stream.control;

import java.io.Serial;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** The store of the logs did not answer. */
public class LogUnavailableException extends ProblemException {
  @Serial private static final long serialVersionUID = 1L;

  public LogUnavailableException(Throwable cause) {
    super(Problem.LOG_UNAVAILABLE, "The resume cache does not answer. Try again.", cause);
  }
}
