package org.streamchat.stream;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Folds frames as a page does: what it has already is dropped, what has no id is applied always, a
 * snapshot replaces the text, and when a connection ends only what an id stands for is kept.
 */
public final class Page {
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private final List<String> events = new ArrayList<>();
  private String text = "";
  private String confirmed = "";
  private long lastSeq;
  private int dropped;
  private int ends;

  public static JsonObject json(String data) {
    return READERS.createReader(new StringReader(data)).readObject();
  }

  /** Takes a frame; its number is 0 when it has no id. */
  public synchronized void receive(long seq, String type, String data) {
    if (ends > 0 || (seq > 0 && seq <= lastSeq)) {
      dropped++;
      return;
    }
    switch (type) {
      case "message" -> text += json(data).getString("content");
      case "snapshot" -> text = json(data).getString("content");
      case "done" -> ends++;
      default -> events.add(data);
    }
    if (seq > 0) {
      lastSeq = seq;
      confirmed = text;
    }
  }

  /** The connection is gone. */
  public synchronized void disconnected() {
    if (ends == 0) {
      text = confirmed;
    }
  }

  public synchronized String text() {
    return text;
  }

  public synchronized List<String> events() {
    return List.copyOf(events);
  }

  public synchronized long lastSeq() {
    return lastSeq;
  }

  public synchronized boolean isEnded() {
    return ends > 0;
  }

  /** How many frames have come that it had already, or that came after the end. */
  public synchronized int dropped() {
    return dropped;
  }
}
