package org.streamchat.generation.boundary;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.container.AsyncResponse;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.streamchat.conversation.control.Conversations;
import org.streamchat.conversation.entity.Answer;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Running;
import org.streamchat.generation.control.Events;
import org.streamchat.generation.control.GenerationSettings;
import org.streamchat.platform.control.Clock;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.stream.control.LogUnavailableException;
import org.streamchat.stream.control.Streams;
import org.streamchat.stream.control.Tail;

/** Whole answers, for callers that do not want a stream. No thread waits. */
@ApplicationScoped
public class Completions {
  private static final JsonBuilderFactory JSON =
      JsonProvider.provider().createBuilderFactory(Map.of());

  private final Conversations conversations;
  private final Streams streams;
  private final GenerationSettings settings;
  private final Clock clock;

  /** For client proxies. */
  protected Completions() {
    this(null, null, null, null);
  }

  @Inject
  public Completions(
      Conversations conversations, Streams streams, GenerationSettings settings, Clock clock) {
    this.conversations = conversations;
    this.streams = streams;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Responds as soon as the generation has ended; the caller's going away is no matter to it.
   *
   * @throws LogUnavailableException when it is made elsewhere and the log cannot be read
   */
  void answer(String owner, Running running, AsyncResponse response) {
    response.setTimeout(settings.maxDuration().toMillis(), TimeUnit.MILLISECONDS);
    response.setTimeoutHandler(
        late ->
            late.resume(
                new ProblemException(
                    Problem.PROVIDER_TIMED_OUT,
                    "The answer takes too long; it goes on and can be followed.")));
    Waiting waiting = new Waiting(owner, running, response);
    try {
      waiting.tail = streams.follow(running.generationId(), waiting);
      waiting.wake();
    } catch (LogUnavailableException away) {
      // The answer may have ended here a moment ago.
      Answer answer = conversations.answer(owner, running.sessionId(), running.generationId());
      if (answer.status() == MessageStatus.RUNNING) {
        throw away;
      }
      response.resume(json(answer));
    }
  }

  private final class Waiting implements Tail.Reader {
    private final String owner;
    private final Running running;
    private final AsyncResponse response;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile Tail tail;

    Waiting(String owner, Running running, AsyncResponse response) {
      this.owner = owner;
      this.running = running;
      this.response = response;
    }

    @Override
    public void wake() {
      Tail followed = tail;
      if (followed != null && followed.isEnded() && told.compareAndSet(false, true)) {
        followed.detach(this);
        clock.executor().execute(this::respond);
      }
    }

    private void respond() {
      try {
        response.resume(
            json(conversations.answer(owner, running.sessionId(), running.generationId())));
      } catch (ProblemException problem) {
        response.resume(problem);
      }
    }
  }

  private static JsonObject json(Answer answer) {
    if (answer.status() == MessageStatus.FAILED || answer.status() == MessageStatus.INTERRUPTED) {
      throw new ProblemException(
              answer.problem() == null ? Problem.INTERRUPTED : answer.problem(),
              answer.detail() == null ? "The answer was interrupted." : answer.detail())
          .with("sessionId", answer.sessionId())
          .with("messageId", answer.messageId());
    }
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("sessionId", answer.sessionId())
            .add("messageId", answer.messageId())
            .add("response", answer.content())
            .add("finishReason", answer.finishReason().wire());
    if (answer.usage() != null) {
      json.add("usage", Events.usage(answer.usage()));
    }
    return json.build();
  }
}
