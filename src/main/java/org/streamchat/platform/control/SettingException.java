package org.streamchat.platform.control;

import java.io.Serial;

/**
 * A setting has a wrong value. The message is one line: the property's name and what it takes,
 * never a secret.
 */
public class SettingException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String property;

  public SettingException(String property, String takes) {
    super(property + " takes " + takes);
    this.property = property;
  }

  public SettingException(String property, String takes, String value) {
    super(property + " takes " + takes + ", not \"" + shown(value) + "\"");
    this.property = property;
  }

  public String property() {
    return property;
  }

  private static String shown(String value) {
    String line = value.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= 60 ? line : line.substring(0, 60) + "…";
  }
}
