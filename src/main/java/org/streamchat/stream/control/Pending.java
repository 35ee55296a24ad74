package org.streamchat.stream.control;

import java.util.ArrayList;
import java.util.List;
import org.streamchat.stream.entity.Draft;
import org.streamchat.stream.entity.Entry.Form;

/**
 * What has been written and not yet been fetched: pieces of text of the same type in a row are one.
 * Not thread-safe.
 */
final class Pending {
  private final List<Draft> drafts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private String type;

  void text(String type, String piece) {
    if (!type.equals(this.type)) {
      closeText();
      this.type = type;
    }
    text.append(piece);
  }

  void add(Draft draft) {
    closeText();
    drafts.add(draft);
  }

  /** How many entries it makes. */
  int count() {
    return drafts.size() + (text.length() + Tail.FRAME_CHARACTERS - 1) / Tail.FRAME_CHARACTERS;
  }

  /** Everything but the first half of a surrogate pair whose second half is still to come. */
  List<Draft> drain() {
    int length = text.length();
    if (length > 0 && Character.isHighSurrogate(text.charAt(length - 1))) {
      char half = text.charAt(length - 1);
      text.setLength(length - 1);
      String type = this.type;
      List<Draft> drained = drainAll();
      this.type = type;
      text.append(half);
      return drained;
    }
    return drainAll();
  }

  /** Everything. */
  List<Draft> drainAll() {
    closeText();
    List<Draft> drained = List.copyOf(drafts);
    drafts.clear();
    return drained;
  }

  private void closeText() {
    int start = 0;
    while (start < text.length()) {
      int end = Math.min(start + Tail.FRAME_CHARACTERS, text.length());
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      drafts.add(new Draft(Form.TEXT, type, text.substring(start, end)));
      start = end;
    }
    text.setLength(0);
    type = null;
  }
}
