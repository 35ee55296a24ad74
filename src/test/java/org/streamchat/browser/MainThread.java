package org.streamchat.browser;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a trace of the browser tells of the threads that run pages. */
final class MainThread {
  /** Of the browser's tracing: one event for each task of a thread. */
  static final String CATEGORY = "toplevel";

  private static final String TASK = "ThreadControllerImpl::RunTask";
  private static final String NAME = "CrRendererMain";

  /**
   * A task, in microseconds: {@code wall} as long as a reader waited for it, {@code cpu} what of
   * that was work and not waiting for a processor.
   */
  record Task(long wall, long cpu) {}

  private MainThread() {}

  /** All tasks of the threads that run pages. */
  static List<Task> tasks(byte[] trace) {
    List<JsonObject> events = new ArrayList<>();
    Set<String> threads = new HashSet<>();
    try (JsonReader reader =
        new JsonReader(
            new InputStreamReader(new ByteArrayInputStream(trace), StandardCharsets.UTF_8))) {
      reader.beginObject();
      while (reader.hasNext()) {
        if (!reader.nextName().equals("traceEvents") || reader.peek() != JsonToken.BEGIN_ARRAY) {
          reader.skipValue();
          continue;
        }
        reader.beginArray();
        while (reader.hasNext()) {
          JsonObject event = JsonParser.parseReader(reader).getAsJsonObject();
          String name = event.get("name").getAsString();
          if (name.equals(TASK)) {
            events.add(event);
          } else if (name.equals("thread_name")
              && event.getAsJsonObject("args").get("name").getAsString().equals(NAME)) {
            threads.add(threadOf(event));
          }
        }
        reader.endArray();
      }
      reader.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return events.stream()
        .filter(event -> event.has("tdur") && threads.contains(threadOf(event)))
        .map(event -> new Task(event.get("dur").getAsLong(), event.get("tdur").getAsLong()))
        .toList();
  }

  private static String threadOf(JsonObject event) {
    return event.get("pid").getAsString() + "/" + event.get("tid").getAsString();
  }
}
