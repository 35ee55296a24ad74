package org.streamchat.identity.control;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** What the page shows with every change beside its cookie, which another site's page cannot. */
public final class Csrf {
  public static final String HEADER = "X-CSRF-Token";
  public static final String MISSING =
      "A change needs the header " + HEADER + " with the value of the cookie sc-csrf";

  /** The request's attribute with what is expected; only where the cookie shows who is calling. */
  static final String ATTRIBUTE = "org.streamchat.identity.csrf";

  private Csrf() {}

  static boolean matches(String expected, String given) {
    return given != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
