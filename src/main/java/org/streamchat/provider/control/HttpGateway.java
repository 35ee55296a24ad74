package org.streamchat.provider.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.streamchat.platform.control.Unquoted;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.ModelRequest;

/**
 * A provider reached over HTTP, whatever its protocol. One sweep keeps the time limits of all its
 * streams; a stream itself costs a buffer and a connection, no thread.
 */
final class HttpGateway implements ModelGateway {
  private static final Logger LOG = System.getLogger(HttpGateway.class.getName());
  private static final int MOST_LEARNT = 500;

  private final ProviderSettings settings;
  private final Patience patience;
  private final KeySource keys;
  private final HttpClient client;
  private final ScheduledExecutorService scheduler;
  private final Set<UpstreamCall> open = ConcurrentHashMap.newKeySet();
  private final Map<String, Dialect> dialects = new ConcurrentHashMap<>();
  private final ScheduledFuture<?> sweep;

  /**
   * @param scheduler runs the sweep and the retries
   */
  HttpGateway(
      ProviderSettings settings,
      Patience patience,
      KeySource keys,
      HttpClient client,
      ScheduledExecutorService scheduler) {
    this.settings = settings;
    this.patience = patience;
    this.keys = keys;
    this.client = client;
    this.scheduler = scheduler;
    long shortest = Math.min(patience.firstToken().toMillis(), patience.idle().toMillis());
    long period = Math.max(10, Math.min(500, shortest / 5));
    this.sweep =
        scheduler.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * A client for all providers. Its one thread that reads the network also takes in what it has
   * read, since nothing that does so blocks, and to hand every packet to another thread costs more
   * than all that is done with it.
   */
  static HttpClient client(Patience patience) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(patience.connection())
        .executor(Runnable::run)
        .build();
  }

  @Override
  public ModelCall stream(ModelRequest request, ModelListener listener) {
    return call(request, null, listener);
  }

  @Override
  public Optional<ModelCall> rejoin(ModelRequest request, String position, ModelListener listener) {
    try {
      return protocol().rejoining(position) == null
          ? Optional.empty()
          : Optional.of(call(request, position, listener));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private ModelCall call(ModelRequest request, String position, ModelListener listener) {
    String key;
    try {
      key = keys.keyFor(request.owner());
    } catch (ProblemException unusable) {
      listener.failed(unusable);
      return () -> {};
    }
    UpstreamCall call = new UpstreamCall(this, request, key, position, listener, Clock.systemUTC());
    call.start();
    return call;
  }

  /**
   * Has the provider end an answer that it makes by itself; nobody waits for that, nor for its
   * address to be looked up.
   */
  void cancelUpstream(String position, String key) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(settings.below(protocol().cancelling(position)))
            .timeout(patience.connection())
            .POST(BodyPublishers.noBody());
    settings.headers(key).forEach(builder::setHeader);
    HttpRequest end = builder.build();
    try {
      later(Duration.ZERO, () -> client.sendAsync(end, BodyHandlers.discarding()));
    } catch (RejectedExecutionException | IllegalStateException stopping) {
      // Waiting for it is better than an answer that is paid for and that nobody hears.
      client.sendAsync(end, BodyHandlers.discarding());
    }
  }

  /** Ends the sweep and every stream that is still open; their listeners hear nothing more. */
  @Override
  public void close() {
    sweep.cancel(false);
    for (UpstreamCall call : open) {
      call.leave();
      call.closeUpstream();
    }
  }

  ProviderSettings settings() {
    return settings;
  }

  /**
   * @param position where to rejoin the answer; null to ask for it
   */
  CompletableFuture<HttpResponse<Void>> send(
      ModelRequest request,
      String key,
      Dialect dialect,
      String position,
      BodyHandler<Void> handler) {
    return client.sendAsync(request(request, key, dialect, position), handler);
  }

  Patience patience() {
    return patience;
  }

  Protocol protocol() {
    return settings.type().protocol();
  }

  /**
   * @param position where to rejoin the answer; null to ask for it
   */
  HttpRequest request(ModelRequest request, String key, Dialect dialect, String position) {
    HttpRequest.Builder builder =
        position == null
            ? HttpRequest.newBuilder(settings.call(request.model()))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(protocol().write(request, settings, dialect)))
            : HttpRequest.newBuilder(settings.below(protocol().rejoining(position)));
    builder
        .header("Accept", "text/event-stream, application/json")
        .header("User-Agent", "streamchat-continue");
    settings.headers(key).forEach(builder::setHeader);
    return builder.build();
  }

  /** What the model was last found to take. */
  Dialect dialect(String model) {
    return dialects.getOrDefault(model, Dialect.USUAL);
  }

  void learn(String model, Dialect taken) {
    if (!taken.equals(dialect(model))
        && (dialects.size() < MOST_LEARNT || dialects.containsKey(model))) {
      dialects.put(model, taken);
    }
  }

  void later(Duration pause, Runnable step) {
    scheduler.schedule(step, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  void opened(UpstreamCall call) {
    open.add(call);
  }

  void closed(UpstreamCall call) {
    open.remove(call);
  }

  /** Streams whose connection is not closed yet. */
  int openStreams() {
    return open.size();
  }

  private void sweep() {
    long now = System.nanoTime();
    for (UpstreamCall call : open) {
      try {
        call.keepTime(now);
      } catch (RuntimeException bug) {
        // One that escaped would be the end of the sweep, for everyone.
        LOG.log(Level.ERROR, "The time of an answer is not kept", Unquoted.of(bug));
      }
    }
  }
}
