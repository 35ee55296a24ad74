package org.streamchat.identity.control;

import java.util.Set;
import org.streamchat.platform.control.Environment;

/** The words of {@code streamchat.auth}. */
enum Mode {
  NONE,
  HEADER,
  BEARER,
  OIDC;

  static final String SETTING = "streamchat.auth";

  /** In the given order; {@code none} when nothing is set. */
  static Set<Mode> chosen(Environment environment) {
    return environment.choices(SETTING, Mode.class, NONE);
  }
}
