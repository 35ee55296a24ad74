package org.streamchat.support;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * An open event stream, read as far as a test wants; closing it cuts the connection. For one reader
 * at a time.
 */
public final class ChatStream implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpResponse<InputStream> response;
  private final BufferedReader reader;
  private volatile int comments;
  private String retry = "";

  ChatStream(HttpResponse<InputStream> response) {
    this.response = response;
    this.reader =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  public int status() {
    return response.statusCode();
  }

  public HttpHeaders headers() {
    return response.headers();
  }

  /** The value of the {@code retry} field, empty while there was none. */
  public String retry() {
    return retry;
  }

  /** How many comment lines (heartbeats) there were so far. */
  public int comments() {
    return comments;
  }

  /** The next {@code count} frames; fewer only when the connection ends before. */
  public List<Frame> take(int count) {
    return within(LIMIT, () -> read(count));
  }

  /** All further frames up to the end of the connection. */
  public List<Frame> rest() {
    return rest(LIMIT);
  }

  public List<Frame> rest(Duration limit) {
    return within(limit, () -> read(Integer.MAX_VALUE));
  }

  /** All further frames up to the end of the connection, read in the background. */
  public CompletableFuture<List<Frame>> restLater() {
    return CompletableFuture.supplyAsync(() -> read(Integer.MAX_VALUE), ChatStream::background);
  }

  /**
   * Hands over all further frames as they come, in the background, up to the end of the connection.
   */
  public CompletableFuture<Void> eachLater(Consumer<Frame> receiver) {
    return CompletableFuture.runAsync(
        () -> {
          for (Optional<Frame> frame = next(); frame.isPresent(); frame = next()) {
            receiver.accept(frame.get());
          }
        },
        ChatStream::background);
  }

  /** Cuts the connection. */
  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void background(Runnable task) {
    Thread thread = new Thread(task, "chat-stream");
    thread.setDaemon(true);
    thread.start();
  }

  private List<Frame> within(Duration limit, java.util.function.Supplier<List<Frame>> work) {
    try {
      return CompletableFuture.supplyAsync(work, ChatStream::background)
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      close();
      throw new AssertionError("the stream gave too little within " + limit, e);
    } catch (ExecutionException e) {
      throw new AssertionError("the stream cannot be read: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private List<Frame> read(int count) {
    List<Frame> frames = new ArrayList<>();
    while (frames.size() < count) {
      Optional<Frame> frame = next();
      if (frame.isEmpty()) {
        break;
      }
      frames.add(frame.get());
    }
    return frames;
  }

  /** The next frame; empty at the end of the connection, however it ends. */
  private Optional<Frame> next() {
    String id = "";
    String event = "message";
    StringBuilder data = new StringBuilder();
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
        switch (name) {
          case "id" -> id = value;
          case "event" -> event = value;
          case "retry" -> retry = value;
          case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
          default -> comments += line.startsWith(":") ? 1 : 0;
        }
        if (line.isEmpty() && !data.isEmpty()) {
          return Optional.of(new Frame(id, event, json(data.toString())));
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static JsonObject json(String text) {
    try (JsonReader parser = Json.createReader(new StringReader(text))) {
      return parser.readObject();
    }
  }
}
