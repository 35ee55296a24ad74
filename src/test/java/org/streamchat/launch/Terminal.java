package org.streamchat.launch;

import java.io.PrintStream;

/** The person who started this: the one place that prints. */
final class Terminal {
  private static final PrintStream OUT = System.out;

  private Terminal() {}

  static void say(String line) {
    OUT.println("[streamchat] " + line);
    OUT.flush();
  }

  /** Says why there is no going on and ends the process with exit code 1. */
  static void fail(String line) {
    say(line);
    System.exit(1);
  }
}
