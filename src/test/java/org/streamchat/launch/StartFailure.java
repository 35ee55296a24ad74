package org.streamchat.launch;

import java.io.Serial;

/** Something cannot be started; the message is one line for the person at the terminal. */
public class StartFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public StartFailure(String message) {
    super(message);
  }

  public StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
