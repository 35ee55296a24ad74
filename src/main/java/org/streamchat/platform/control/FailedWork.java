package org.streamchat.platform.control;

import jakarta.ejb.ApplicationException;
import java.io.Serial;

/** Carries what work threw out of its transaction, without the container's wrapping and logging. */
@ApplicationException(rollback = true)
class FailedWork extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  FailedWork(RuntimeException cause) {
    super(cause);
  }

  RuntimeException reason() {
    return (RuntimeException) getCause();
  }
}
