package org.streamchat.stream.entity;

import java.util.Objects;

/**
 * One entry of a log.
 *
 * @param seq its number, from 1
 * @param form how it is to be read
 * @param type the name of the event it becomes on the wire, {@code [a-z]+}
 * @param payload bare text for {@link Form#TEXT}, else one line of JSON
 */
public record Entry(long seq, Form form, String type, String payload) {

  /** How an entry relates to its neighbours. */
  public enum Form {
    /** A piece of text: neighbours of the same type may reach a reader as one. */
    TEXT('t'),
    /** An event of its own. */
    EVENT('e'),
    /** Replaces everything before it; a reader may go from any lower number to it. */
    SNAPSHOT('s'),
    /** The last entry there will ever be. */
    END('x');

    private final char code;

    Form(char code) {
      this.code = code;
    }

    /** The letter this form is stored as. */
    public char code() {
      return code;
    }

    /** The form stored as {@code code}. */
    public static Form of(char code) {
      for (Form form : values()) {
        if (form.code == code) {
          return form;
        }
      }
      throw new IllegalArgumentException("no such form: " + code);
    }
  }

  public Entry {
    if (seq < 1) {
      throw new IllegalArgumentException("seq < 1: " + seq);
    }
    Objects.requireNonNull(payload);
  }

  /** Whether a reader that has seen everything up to {@code seen} may be given this entry next. */
  public boolean follows(long seen) {
    return seq == seen + 1 || (form == Form.SNAPSHOT && seq > seen);
  }

  public boolean isEnd() {
    return form == Form.END;
  }
}
