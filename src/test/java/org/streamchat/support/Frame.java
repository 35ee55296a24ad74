package org.streamchat.support;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;

/** One event of a stream; {@code id} is empty when the frame had none. */
public record Frame(String id, String event, JsonObject data) {
  private static final Set<String> TERMINAL = Set.of("done", "error");

  /** The number behind the colon of the id, 0 without one. */
  public long seq() {
    return id.isEmpty() ? 0 : Long.parseLong(id.substring(id.lastIndexOf(':') + 1));
  }

  /** What is in front of the colon. */
  public String generation() {
    return id.substring(0, id.lastIndexOf(':'));
  }

  public String content() {
    return data.getString("content", "");
  }

  public boolean terminal() {
    return TERMINAL.contains(event);
  }

  /**
   * The answer's text as a page makes it of these frames: repeated ones dropped, a snapshot
   * replacing all before it.
   */
  public static String text(List<Frame> frames) {
    StringBuilder text = new StringBuilder();
    long last = 0;
    for (Frame frame : frames) {
      if (!frame.id().isEmpty() && frame.seq() <= last) {
        continue;
      }
      last = Math.max(last, frame.seq());
      if (frame.event().equals("snapshot")) {
        text.setLength(0);
      }
      if (frame.event().equals("snapshot") || frame.event().equals("message")) {
        text.append(frame.content());
      }
    }
    return text.toString();
  }

  /** The cursor to resume with: the last id among these frames, empty when there is none. */
  public static String lastId(List<Frame> frames) {
    return frames.stream().map(Frame::id).filter(id -> !id.isEmpty()).reduce("", (a, b) -> b);
  }
}
