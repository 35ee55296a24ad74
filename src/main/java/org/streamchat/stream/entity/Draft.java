package org.streamchat.stream.entity;

import org.streamchat.stream.entity.Entry.Form;

/** An entry that has no number yet. */
public record Draft(Form form, String type, String payload) {
  public static Draft text(String type, String text) {
    return new Draft(Form.TEXT, type, text);
  }

  public static Draft event(String type, String json) {
    return new Draft(Form.EVENT, type, json);
  }

  public static Draft snapshot(String type, String json) {
    return new Draft(Form.SNAPSHOT, type, json);
  }

  public static Draft end(String type, String json) {
    return new Draft(Form.END, type, json);
  }

  public Entry at(long seq) {
    return new Entry(seq, form, type, payload);
  }
}
