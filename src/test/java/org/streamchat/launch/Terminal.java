package org.streamchat.launch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The person who started this: the one place that prints. */
final class Terminal {
  /** Not the one that Maven wraps: that ends, in the middle of a line, while we still stop. */
  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  private Terminal() {}

  static void say(String line) {
    OUT.println("[streamchat] " + line);
  }

  /** Says why there is no going on and ends the process with exit code 1. */
  static void fail(String line) {
    say(line);
    System.exit(1);
  }
}
