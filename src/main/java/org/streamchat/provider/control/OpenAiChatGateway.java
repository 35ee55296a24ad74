package org.streamchat.provider.control;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.streamchat.provider.entity.ModelRequest;

/**
 * OpenAI's Chat Completions and everything compatible with it. All streams share one client, a few
 * threads and one sweep that keeps the time limits; a stream itself costs a buffer and a
 * connection, no thread.
 */
public final class OpenAiChatGateway implements ModelGateway, AutoCloseable {
  /** Asks a model to go on with an answer that was cut short; it follows the answer so far. */
  public static final String CONTINUE =
      "Your answer above was cut off in transmission. Continue it exactly where it stops: begin"
          + " with the very next character, in the same language, format and code block. Repeat"
          + " nothing of it, add no introduction, no apology and no comment about the"
          + " interruption.";

  private final ProviderSettings settings;
  private final HttpClient client;
  private final Set<OpenAiChatCall> open = ConcurrentHashMap.newKeySet();
  private final ScheduledFuture<?> sweep;
  private volatile ChatRequest.Dialect dialect = ChatRequest.Dialect.USUAL;

  /**
   * @param executor runs what comes from the network; a few threads are enough for any number of
   *     streams
   * @param scheduler runs the sweep
   */
  public OpenAiChatGateway(
      ProviderSettings settings, Executor executor, ScheduledExecutorService scheduler) {
    this.settings = settings;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout())
            .executor(executor)
            .build();
    long shortest =
        Math.min(settings.firstTokenTimeout().toMillis(), settings.idleTimeout().toMillis());
    long period = Math.max(10, Math.min(500, shortest / 5));
    this.sweep =
        scheduler.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
  }

  @Override
  public ModelCall stream(ModelRequest request, ModelListener listener) {
    OpenAiChatCall call = new OpenAiChatCall(this, request, listener, Clock.systemUTC());
    call.start();
    return call;
  }

  /** Ends the sweep and every stream that is still open; their listeners hear nothing more. */
  @Override
  public void close() {
    sweep.cancel(false);
    for (OpenAiChatCall call : open) {
      call.cancel();
      call.closeUpstream();
    }
  }

  HttpClient client() {
    return client;
  }

  Duration firstTokenTimeout() {
    return settings.firstTokenTimeout();
  }

  Duration idleTimeout() {
    return settings.idleTimeout();
  }

  HttpRequest request(ModelRequest request, ChatRequest.Dialect dialect) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(settings.call("/chat/completions"))
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream, application/json")
            .header("User-Agent", "streamchat-continue")
            .POST(BodyPublishers.ofByteArray(ChatRequest.write(request, settings, dialect)));
    if (settings.apiKey() != null) {
      builder.header("Authorization", "Bearer " + settings.apiKey());
    }
    return builder.build();
  }

  /** What the provider was last found to take. */
  ChatRequest.Dialect dialect() {
    return dialect;
  }

  void learn(ChatRequest.Dialect taken) {
    dialect = taken;
  }

  void opened(OpenAiChatCall call) {
    open.add(call);
  }

  void closed(OpenAiChatCall call) {
    open.remove(call);
  }

  /** Streams whose connection is not closed yet. */
  int openStreams() {
    return open.size();
  }

  private void sweep() {
    long now = System.nanoTime();
    for (OpenAiChatCall call : open) {
      call.keepTime(now);
    }
  }
}
