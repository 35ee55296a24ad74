package org.streamchat.stream.control;

import java.util.ArrayList;
import java.util.List;
import org.streamchat.stream.entity.Draft;

/**
 * What has been written and not yet been fetched: pieces of text of the same type in a row are one,
 * as far as they fit into a frame. Takes well-formed text only. Not thread-safe.
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
    int start = 0;
    while (text.length() - start > Tail.FRAME_CHARACTERS) {
      int end = start + Tail.FRAME_CHARACTERS;
      if (Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      drafts.add(Draft.text(type, text.substring(start, end)));
      start = end;
    }
    text.delete(0, start);
  }

  void add(Draft draft) {
    closeText();
    drafts.add(draft);
  }

  /** How many entries it makes. */
  int count() {
    return drafts.size() + (text.isEmpty() ? 0 : 1);
  }

  /** Everything. */
  List<Draft> drain() {
    closeText();
    List<Draft> drained = List.copyOf(drafts);
    drafts.clear();
    return drained;
  }

  private void closeText() {
    if (!text.isEmpty()) {
      drafts.add(Draft.text(type, text.toString()));
      text.setLength(0);
    }
    type = null;
  }
}
