package org.streamchat.platform.control;

import java.io.Serial;

/** A row with this unique key exists already; the transaction has been undone. */
public class DuplicateKey extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public DuplicateKey() {
    super("the unique key is taken");
  }

  public DuplicateKey(Throwable cause) {
    super(cause);
  }
}
