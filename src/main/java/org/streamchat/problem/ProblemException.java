package org.streamchat.problem;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The one way to say that a call cannot be carried out. The detail is shown to the caller: it never
 * holds a secret, a message text or the cause's own message.
 */
public class ProblemException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final Problem problem;
  private final transient Map<String, Object> members = new LinkedHashMap<>();

  public ProblemException(Problem problem, String detail) {
    this(problem, detail, null);
  }

  public ProblemException(Problem problem, String detail, Throwable cause) {
    super(detail, cause);
    this.problem = problem;
  }

  /** Adds an extension member (RFC 9457 section 3.2): a string, a number or a boolean. */
  public ProblemException with(String name, Object value) {
    members.put(name, value);
    return this;
  }

  /** Tells the caller when to try again; becomes the {@code Retry-After} header. */
  public ProblemException retryAfterSeconds(long seconds) {
    return with("retryAfter", seconds);
  }

  public Problem problem() {
    return problem;
  }

  public Map<String, Object> members() {
    return members;
  }
}
