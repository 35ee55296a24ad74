package org.streamchat.provider.control;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.streamchat.provider.entity.ModelRequest;
import org.streamchat.provider.entity.Turn;
import org.streamchat.support.ScriptedModel;

/** A scripted model, and a gateway that talks to it with two threads. */
final class Upstream implements AutoCloseable {
  static final String KEY = "sk-test-key";

  final ScriptedModel model = ScriptedModel.start();
  final OpenAiChatGateway gateway;
  private final ExecutorService executor = Executors.newFixedThreadPool(2);
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  ModelCall call;

  Upstream() {
    this(Duration.ofSeconds(10), Duration.ofSeconds(10));
  }

  Upstream(Duration firstToken, Duration idle) {
    gateway =
        new OpenAiChatGateway(settings(model.baseUrl(), firstToken, idle), executor, scheduler);
  }

  static ProviderSettings settings(URI base, Duration firstToken, Duration idle) {
    return new ProviderSettings(
        true, KEY, base, "scripted", null, null, Duration.ofSeconds(2), firstToken, idle);
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
        "openai", "scripted", List.of(new Turn(Turn.Author.USER, message)), prefix, null, null);
  }

  @Override
  public void close() {
    gateway.close();
    scheduler.shutdownNow();
    executor.shutdownNow();
    model.close();
  }
}
