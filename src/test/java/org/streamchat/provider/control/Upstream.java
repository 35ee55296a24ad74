package org.streamchat.provider.control;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.streamchat.provider.entity.ModelRequest;
import org.streamchat.provider.entity.Turn;
import org.streamchat.support.ScriptedModel;

/** A scripted model, and a gateway that talks to it. */
final class Upstream implements AutoCloseable {
  static final String KEY = "sk-test-key";
  static final String OWNER = "alice";
  static final Patience PATIENT =
      new Patience(
          Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(10), RetryPolicy.NEVER);

  final ScriptedModel model = ScriptedModel.start();
  final HttpGateway gateway;
  final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  ModelCall call;

  Upstream() {
    this(PATIENT);
  }

  Upstream(Duration firstToken, Duration idle) {
    this(new Patience(PATIENT.connection(), firstToken, idle, RetryPolicy.NEVER));
  }

  Upstream(Patience patience) {
    this(ProviderType.OPENAI, patience);
  }

  Upstream(ProviderType type, Patience patience) {
    this(type, patience, null, false);
  }

  Upstream(ProviderType type, Patience patience, boolean background) {
    this(type, patience, null, background);
  }

  Upstream(ProviderType type, Patience patience, Integer thinkingTokens) {
    this(type, patience, thinkingTokens, false);
  }

  private Upstream(
      ProviderType type, Patience patience, Integer thinkingTokens, boolean background) {
    this(type, patience, thinkingTokens, background, HttpGateway.client(patience));
  }

  /** Answers of Responses that are made in the background. */
  Upstream(HttpClient client) {
    this(ProviderType.OPENAI_RESPONSES, PATIENT, null, true, client);
  }

  private Upstream(
      ProviderType type,
      Patience patience,
      Integer thinkingTokens,
      boolean background,
      HttpClient client) {
    gateway =
        new HttpGateway(
            settings(type, model.baseUrl(), thinkingTokens, background),
            patience,
            owner -> KEY,
            client,
            scheduler);
  }

  static ProviderSettings settings(ProviderType type, URI base) {
    return settings(type, base, null, false);
  }

  private static ProviderSettings settings(
      ProviderType type, URI base, Integer thinkingTokens, boolean background) {
    return new ProviderSettings(
        type.written(),
        type,
        "Scripted",
        base,
        KEY,
        List.of(),
        "scripted",
        Map.of(),
        null,
        null,
        null,
        thinkingTokens,
        true,
        background);
  }

  Heard ask(String message) {
    return ask(request(message, ""));
  }

  Heard ask(ModelRequest request) {
    Heard heard = new Heard();
    call = gateway.stream(request, heard);
    return heard;
  }

  static ModelRequest request(String message, String prefix) {
    return new ModelRequest(
        OWNER,
        "openai",
        "scripted",
        List.of(new Turn(Turn.Author.USER, message)),
        prefix,
        null,
        null);
  }

  @Override
  public void close() {
    gateway.close();
    scheduler.shutdownNow();
    model.close();
  }
}
