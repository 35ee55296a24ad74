package org.streamchat.platform.control;

/**
 * A failure as it may be logged: its class, where it happened and what caused it, never a message,
 * which may quote a text.
 */
public final class Unquoted extends Exception {
  private static final long serialVersionUID = 1;
  private static final int MOST_CAUSES = 10;

  private Unquoted(Throwable failure, int causes) {
    super(
        failure.getClass().getName(),
        failure.getCause() == null || causes == 0
            ? null
            : new Unquoted(failure.getCause(), causes - 1));
    setStackTrace(failure.getStackTrace());
  }

  public static Unquoted of(Throwable failure) {
    return new Unquoted(failure, MOST_CAUSES);
  }
}
