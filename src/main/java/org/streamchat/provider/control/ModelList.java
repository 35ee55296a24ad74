package org.streamchat.provider.control;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.MediaType;
import java.io.StringReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/**
 * The names of the provider's models, the configured one first. They are asked for at most every
 * ten minutes; as long as the provider does not say, the configured one is all there is. Never
 * fails, and never waits for another caller's question.
 */
final class ModelList implements Supplier<List<String>> {
  /** The provider's plain call, for the MicroProfile Rest Client. */
  @Path("/models")
  public interface Models extends AutoCloseable {
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    String list();

    @Override
    void close();
  }

  /** Puts on what the provider wants with every request. */
  private record Headers(Map<String, String> headers) implements ClientRequestFilter {
    @Override
    public void filter(ClientRequestContext request) {
      headers.forEach((name, value) -> request.getHeaders().putSingle(name, value));
    }
  }

  private static final Logger LOG = System.getLogger(ModelList.class.getName());
  private static final Duration GOOD_FOR = Duration.ofMinutes(10);
  private static final Duration BAD_FOR = Duration.ofMinutes(1);
  private static final int MOST = 200;

  /** Parts of the names of models that do not chat. */
  private static final List<String> OTHER_KINDS =
      List.of(
          "embed",
          "whisper",
          "tts",
          "dall-e",
          "moderation",
          "transcribe",
          "realtime",
          "image",
          "sora",
          "rerank");

  private final List<String> configured;
  private final Supplier<String> question;
  private final LongSupplier nanoTime;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile List<String> known;
  private volatile long goodUntil;

  ModelList(String configured, Supplier<String> question, LongSupplier nanoTime) {
    this.configured = List.of(configured);
    this.question = question;
    this.nanoTime = nanoTime;
    this.known = this.configured;
    this.goodUntil = nanoTime.getAsLong();
  }

  /**
   * Those of the settings if they name any, else the provider is asked, with the operator's key.
   */
  static Supplier<List<String>> of(ProviderSettings settings) {
    if (!settings.models().isEmpty()) {
      Set<String> names = new LinkedHashSet<>(List.of(settings.defaultModel()));
      names.addAll(settings.models());
      List<String> models = List.copyOf(names);
      return () -> models;
    }
    boolean refused = settings.key() == null && settings.needsKey();
    if (refused || !settings.type().listsModels()) {
      List<String> model = List.of(settings.defaultModel());
      return () -> model;
    }
    return new ModelList(settings.defaultModel(), overHttp(settings), System::nanoTime);
  }

  private static Supplier<String> overHttp(ProviderSettings settings) {
    return () -> {
      try (Models models =
          RestClientBuilder.newBuilder()
              .baseUri(settings.baseUrl())
              .connectTimeout(2, TimeUnit.SECONDS)
              .readTimeout(3, TimeUnit.SECONDS)
              .register(new Headers(settings.headers(settings.key())), ClientRequestFilter.class)
              .build(Models.class)) {
        return models.list();
      }
    };
  }

  @Override
  public List<String> get() {
    if (nanoTime.getAsLong() - goodUntil >= 0 && asking.tryLock()) {
      try {
        ask();
      } finally {
        asking.unlock();
      }
    }
    return known;
  }

  private void ask() {
    Duration good = GOOD_FOR;
    try {
      known = names(question.get());
    } catch (RuntimeException unavailable) {
      LOG.log(
          Level.DEBUG,
          "The provider does not list its models: {0}",
          unavailable.getClass().getName());
      good = BAD_FOR;
    }
    goodUntil = nanoTime.getAsLong() + good.toNanos();
  }

  private List<String> names(String json) {
    Set<String> names = new LinkedHashSet<>(configured);
    try (JsonReader reader = JsonProvider.provider().createReader(new StringReader(json))) {
      JsonObject answer = reader.readObject();
      JsonArray data =
          answer.get("data") instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
      data.stream()
          .flatMap(
              model ->
                  model instanceof JsonObject object
                      ? Stream.ofNullable(object.get("id"))
                      : Stream.empty())
          .flatMap(
              id ->
                  id instanceof JsonString string ? Stream.of(string.getString()) : Stream.empty())
          .filter(ModelList::chats)
          .sorted()
          .limit(MOST)
          .forEach(names::add);
    }
    return List.copyOf(names);
  }

  private static boolean chats(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !name.isBlank()
        && name.length() <= MOST
        && OTHER_KINDS.stream().noneMatch(lower::contains);
  }
}
