package org.streamchat.generation.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.streamchat.conversation.control.Conversations;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.conversation.entity.Running;
import org.streamchat.generation.control.Footholds.Foothold;
import org.streamchat.generation.control.GenerationSettings.RecoveryPolicy;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.control.ModelCall;
import org.streamchat.provider.control.ModelGateway;
import org.streamchat.provider.control.ModelListener;
import org.streamchat.provider.control.Providers;
import org.streamchat.provider.entity.Exchange;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.ModelRequest;
import org.streamchat.stream.control.MemoryStore;
import org.streamchat.stream.control.Site;
import org.streamchat.stream.entity.Opening;

/** How one generation is brought to its one end, whatever its provider does. */
class RunTest {
  private static final ModelCall NOTHING = () -> {};
  private static final Footholds KNOWN = Footholds.at(new Foothold("resp_1:0", 0, 0));
  private static final GenerationSettings SETTINGS =
      new GenerationSettings(
          10, 1_000, 1_000, Duration.ofHours(1), Duration.ZERO, RecoveryPolicy.CONTINUE);

  private final Site site = new Site(new MemoryStore(), "node-1", Duration.ofMinutes(1));
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final CompletableFuture<Outcome> saved = new CompletableFuture<>();
  private Function<ModelListener, ModelCall> asked = listener -> NOTHING;
  private BiFunction<String, ModelListener, ModelCall> rejoined = (position, listener) -> NOTHING;

  @AfterEach
  void close() {
    executor.shutdown();
    site.close();
  }

  private final class OneProvider extends Providers implements ModelGateway {
    @Override
    public ModelGateway gateway(String provider) {
      return this;
    }

    @Override
    public ModelCall stream(ModelRequest request, ModelListener listener) {
      return asked.apply(listener);
    }

    @Override
    public Optional<ModelCall> rejoin(
        ModelRequest request, String position, ModelListener listener) {
      return Optional.of(rejoined.apply(position, listener));
    }

    @Override
    public void close() {}
  }

  private final class Saving extends Conversations {
    @Override
    public boolean finish(Outcome outcome, Exchange exchange) {
      return saved.complete(outcome);
    }
  }

  private Run run() {
    Running running = TestRunning.of("generation", 1);
    Workshop workshop =
        new Workshop(
            new Saving(),
            new NoExchanges(),
            new OneProvider(),
            site.streams(),
            SETTINGS,
            new NoAccounts(),
            new Titles(),
            executor,
            run -> {},
            run -> {});
    return new Run(
        running,
        new Opening("generation", 1, 0, true, List.of(Events.session(running))),
        Events.texts("", ""),
        workshop);
  }

  private Outcome saved() throws Exception {
    return saved.get(10, TimeUnit.SECONDS);
  }

  @Test
  void failsWhenItsProviderCannotEvenBeAsked() throws Exception {
    asked =
        listener -> {
          throw new IllegalStateException("quoting the question");
        };
    Run run = run();

    run.ask();

    assertThat(saved().status()).isEqualTo(MessageStatus.FAILED);
    assertThat(saved().problem()).isEqualTo(Problem.INTERNAL);
    assertThat(saved().detail()).doesNotContain("quoting");
    assertThat(run.settled().get(10, TimeUnit.SECONDS).problem()).isEqualTo(Problem.INTERNAL);
  }

  @Test
  void asksWhereRejoiningIsBroken() throws Exception {
    rejoined =
        (position, listener) -> {
          throw new IllegalStateException();
        };
    asked = RunTest::answer;

    run().rejoin(KNOWN);

    assertThat(saved().content()).isEqualTo("Hello");
  }

  @Test
  void hasWhatItCannotRejoinEndedBeforeItAsksAnew() throws Exception {
    CompletableFuture<String> cancelled = new CompletableFuture<>();
    CompletableFuture<Boolean> before = new CompletableFuture<>();
    CompletableFuture<ModelListener> silent = new CompletableFuture<>();
    rejoined =
        (position, listener) -> {
          silent.complete(listener);
          return () -> cancelled.complete(position);
        };
    asked =
        listener -> {
          before.complete(cancelled.isDone());
          return answer(listener);
        };
    run().rejoin(KNOWN);

    silent.get().failed(new ProblemException(Problem.PROVIDER_TIMED_OUT, "It said nothing."));

    assertThat(saved().content()).isEqualTo("Hello");
    assertThat(before.get()).isTrue();
    assertThat(cancelled).isCompletedWithValue("resp_1:0");
  }

  @Test
  void hasWhatItFailedToRejoinEndedAlsoWhenItHadAskedForIt() throws Exception {
    CompletableFuture<String> cancelled = new CompletableFuture<>();
    rejoined =
        (position, listener) -> {
          executor.execute(() -> listener.failed(brokenOff()));
          return () -> cancelled.complete(position);
        };
    asked =
        first -> {
          asked = RunTest::answer;
          begin(first, "resp_2:1");
          executor.execute(() -> first.failed(brokenOff()));
          return NOTHING;
        };

    run().ask();

    assertThat(saved().content()).isEqualTo("Well. Hello");
    assertThat(cancelled).isCompletedWithValue("resp_2:1");
  }

  @Test
  void leavesWhatItRejoinsToGoOn() throws Exception {
    CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    CompletableFuture<ModelListener> broken = new CompletableFuture<>();
    rejoined = this::wholeAnswer;
    asked =
        first -> {
          begin(first, "resp_3:0");
          broken.complete(first);
          return () -> cancelled.complete(true);
        };

    run().ask();
    broken.get().failed(brokenOff());

    assertThat(saved().content()).isEqualTo("Well. Hello");
    assertThat(cancelled).isNotDone();
  }

  @Test
  void leavesWhatItRejoinsToGoOnThoughItBrokeBeforeItWasHandedOver() throws Exception {
    CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    rejoined = this::wholeAnswer;
    asked =
        first -> {
          begin(first, "resp_4:0");
          first.failed(brokenOff());
          return new ModelCall() {
            @Override
            public void cancel() {
              cancelled.complete(true);
            }

            @Override
            public void leave() {}
          };
        };

    run().ask();

    assertThat(saved().content()).isEqualTo("Well. Hello");
    assertThat(cancelled).isNotDone();
  }

  /** Says the first part of an answer that can be rejoined. */
  private static void begin(ModelListener listener, String position) {
    listener.accepted();
    listener.position(position);
    listener.text("Well. ");
  }

  /** The same answer from its beginning to its end, said a moment later. */
  private ModelCall wholeAnswer(String position, ModelListener listener) {
    executor.execute(() -> answer(listener, "Well. Hello"));
    return NOTHING;
  }

  private static ProblemException brokenOff() {
    return new ProblemException(Problem.PROVIDER_BROKE_OFF, "It is gone.");
  }

  private static ModelCall answer(ModelListener listener) {
    return answer(listener, "Hello");
  }

  private static ModelCall answer(ModelListener listener, String text) {
    listener.accepted();
    listener.text(text);
    listener.finished(FinishReason.STOP, null);
    return NOTHING;
  }
}
