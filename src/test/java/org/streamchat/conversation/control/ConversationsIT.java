package org.streamchat.conversation.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.streamchat.conversation.entity.Answer;
import org.streamchat.conversation.entity.Ask;
import org.streamchat.conversation.entity.Begun;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.conversation.entity.Ownership;
import org.streamchat.conversation.entity.Running;
import org.streamchat.platform.control.Ids;
import org.streamchat.platform.control.Node;
import org.streamchat.platform.control.RealDatabase;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.control.Providers;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Turn;
import org.streamchat.provider.entity.Usage;

class ConversationsIT {
  private static final RealDatabase REAL = RealDatabase.running();
  private static final Conversations CONVERSATIONS = on("node-1");

  private String owner;

  @BeforeEach
  void someone() {
    owner = "owner-" + UUID.randomUUID();
  }

  @Test
  void beginsANewSessionWithTheQuestionAndThePlaceForItsAnswer() {
    Running running = CONVERSATIONS.begin(owner, null, ask("How do bees\nfind home?")).running();

    assertThat(running.epoch()).isEqualTo(1);
    assertThat(running.lastSeq()).isZero();
    assertThat(running.content()).isEmpty();
    assertThat(running.turns())
        .containsExactly(new Turn(Turn.Author.USER, "How do bees\nfind home?"));
    Answer answer = CONVERSATIONS.answer(owner, running.sessionId(), running.generationId());
    assertThat(answer.status()).isEqualTo(MessageStatus.RUNNING);
    assertThat(answer.messageId()).isEqualTo(running.messageId());
    assertThat(CONVERSATIONS.running())
        .contains(new Ownership(running.generationId(), 1, "node-1"));
  }

  @Test
  void showsTheModelWhatHasBeenSaidBefore() {
    Running first = CONVERSATIONS.begin(owner, null, ask("one")).running();
    CONVERSATIONS.finish(complete(first, "ONE"));
    Running second = CONVERSATIONS.begin(owner, first.sessionId(), ask("two")).running();
    CONVERSATIONS.finish(failed(second));

    Running third = CONVERSATIONS.begin(owner, first.sessionId(), ask("three")).running();

    assertThat(third.turns())
        .containsExactly(
            new Turn(Turn.Author.USER, "one"),
            new Turn(Turn.Author.ASSISTANT, "ONE"),
            new Turn(Turn.Author.USER, "two"),
            new Turn(Turn.Author.USER, "three"));
  }

  @Test
  void showsTheModelTheLastTwentyTurnsOnly() {
    String session = null;
    for (int i = 1; i <= 15; i++) {
      Running running = CONVERSATIONS.begin(owner, session, ask("q" + i)).running();
      session = running.sessionId();
      CONVERSATIONS.finish(complete(running, "a" + i));
    }

    List<Turn> turns = CONVERSATIONS.begin(owner, session, ask("last")).running().turns();

    assertThat(turns).hasSize(20);
    assertThat(turns.get(0).content()).isEqualTo("a6");
    assertThat(turns.get(19).content()).isEqualTo("last");
  }

  @Test
  void ofManyBeginsAtOnceOneWinsAndTheOthersAreToldWhichRuns() throws Exception {
    String session = finishedSession();
    List<Object> results = atOnce(8, i -> CONVERSATIONS.begin(owner, session, ask("me " + i)));

    List<Begun> won =
        results.stream().filter(Begun.class::isInstance).map(Begun.class::cast).toList();
    assertThat(won).hasSize(1);
    assertThat(results)
        .filteredOn(ProblemException.class::isInstance)
        .hasSize(7)
        .allSatisfy(
            lost -> {
              assertThat(((ProblemException) lost).problem()).isEqualTo(Problem.GENERATION_RUNNING);
              assertThat(((ProblemException) lost).members())
                  .containsEntry("generationId", won.get(0).running().generationId());
            });
    assertThat(REAL.count("select count(*) from message where session_id = '" + session + "'"))
        .isEqualTo(4);
  }

  @Test
  void aDoubleClickMakesOneQuestionAndOneGeneration() throws Exception {
    String session = finishedSession();
    List<Object> results =
        atOnce(6, i -> CONVERSATIONS.begin(owner, session, ask("same", "key-1")));

    assertThat(results).allMatch(Begun.class::isInstance);
    assertThat(results).filteredOn(begun -> !((Begun) begun).replayed()).hasSize(1);
    assertThat(results.stream().map(begun -> ((Begun) begun).running().generationId()).distinct())
        .hasSize(1);
    assertThat(REAL.count("select count(*) from message where session_id = '" + session + "'"))
        .isEqualTo(4);
  }

  @Test
  void aDoubleClickThatCreatesTheSessionCreatesOne() throws Exception {
    List<Object> results = atOnce(6, i -> CONVERSATIONS.begin(owner, null, ask("same", "key-1")));

    assertThat(results).allMatch(Begun.class::isInstance);
    assertThat(results).filteredOn(begun -> !((Begun) begun).replayed()).hasSize(1);
    assertThat(results.stream().map(begun -> ((Begun) begun).running().sessionId()).distinct())
        .hasSize(1);
    assertThat(REAL.count("select count(*) from chat_session where owner = '" + owner + "'"))
        .isEqualTo(1);
  }

  @Test
  void aSendRepeatedAfterTheEndFindsTheFirstOne() {
    Running first = CONVERSATIONS.begin(owner, null, ask("same", "key-1")).running();
    CONVERSATIONS.finish(complete(first, "done"));

    Begun again = CONVERSATIONS.begin(owner, first.sessionId(), ask("same", "key-1"));

    assertThat(again.replayed()).isTrue();
    assertThat(again.running().generationId()).isEqualTo(first.generationId());
    assertThat(again.running().content()).isEqualTo("done");
    assertThat(
            REAL.count(
                "select count(*) from message where session_id = '" + first.sessionId() + "'"))
        .isEqualTo(2);
    assertThat(CONVERSATIONS.begin(owner, first.sessionId(), ask("next")).replayed()).isFalse();
  }

  @Test
  void aKeyIsNotForTwoQuestionsNorForTwoOwners() {
    Running first = CONVERSATIONS.begin(owner, null, ask("same", "key-1")).running();

    assertThat(problemOf(() -> CONVERSATIONS.begin(owner, null, ask("other", "key-1"))))
        .isEqualTo(Problem.INVALID_REQUEST);
    Begun others = CONVERSATIONS.begin(owner + "-2", null, ask("same", "key-1"));
    assertThat(others.replayed()).isFalse();
    assertThat(others.running().sessionId()).isNotEqualTo(first.sessionId());
  }

  @Test
  void endsOnceWhoeverTries() throws Exception {
    Running running = CONVERSATIONS.begin(owner, null, ask("q")).running();

    List<Object> results = atOnce(6, i -> CONVERSATIONS.finish(complete(running, "answer " + i)));

    assertThat(results).filteredOn(Boolean.TRUE::equals).hasSize(1);
    assertThat(results).filteredOn(Boolean.FALSE::equals).hasSize(5);
    Answer answer = CONVERSATIONS.latest(owner, running.sessionId()).orElseThrow();
    assertThat(answer.content()).isEqualTo("answer " + results.indexOf(Boolean.TRUE));
    assertThat(answer.status()).isEqualTo(MessageStatus.COMPLETE);
    assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.usage()).isEqualTo(new Usage(5, 9));
    assertThat(answer.responseTimeMs()).isEqualTo(812);
    assertThat(answer.lastSeq()).isEqualTo(7);
  }

  @Test
  void keepsWhyAnAnswerFailed() {
    Running running = CONVERSATIONS.begin(owner, null, ask("q")).running();

    assertThat(CONVERSATIONS.finish(failed(running))).isTrue();

    Answer answer = CONVERSATIONS.latest(owner, running.sessionId()).orElseThrow();
    assertThat(answer.status()).isEqualTo(MessageStatus.FAILED);
    assertThat(answer.problem()).isEqualTo(Problem.PROVIDER_UNREACHABLE);
    assertThat(answer.detail()).isEqualTo("gone");
    assertThat(answer.usage()).isNull();
  }

  @Test
  void refusesAnOwnerOfAnOldEpoch() {
    Running stale = CONVERSATIONS.begin(owner, null, ask("q")).running();
    Running fresh = on("node-2").takeOver(stale.generationId(), 1, 2).orElseThrow();

    CONVERSATIONS.checkpoint(stale.generationId(), 1, 50, "stale", "");
    assertThat(CONVERSATIONS.finish(complete(stale, "stale"))).isFalse();

    assertThat(fresh.epoch()).isEqualTo(2);
    assertThat(CONVERSATIONS.running()).contains(new Ownership(stale.generationId(), 2, "node-2"));
    Answer answer = CONVERSATIONS.latest(owner, stale.sessionId()).orElseThrow();
    assertThat(answer.content()).isEmpty();
    assertThat(answer.lastSeq()).isZero();
    assertThat(CONVERSATIONS.finish(complete(fresh, "fresh"))).isTrue();
  }

  @Test
  void ofTwoThatTakeOverOneWins() throws Exception {
    Running running = CONVERSATIONS.begin(owner, null, ask("q")).running();
    CONVERSATIONS.checkpoint(running.generationId(), 1, 12, "so far", "thought");

    List<Object> results =
        atOnce(4, i -> on("node-" + i).takeOver(running.generationId(), 1, 2).isPresent());

    assertThat(results).filteredOn(Boolean.TRUE::equals).hasSize(1);
    String winner = "node-" + results.indexOf(Boolean.TRUE);
    assertThat(CONVERSATIONS.running()).contains(new Ownership(running.generationId(), 2, winner));
    Running third = CONVERSATIONS.takeOver(running.generationId(), 2, 3).orElseThrow();
    assertThat(third.content()).isEqualTo("so far");
    assertThat(third.reasoning()).isEqualTo("thought");
    assertThat(third.lastSeq()).isEqualTo(12);
    assertThat(third.turns()).containsExactly(new Turn(Turn.Author.USER, "q"));
  }

  @Test
  void anAnswerThatHasEndedIsNotTakenOver() {
    Running running = CONVERSATIONS.begin(owner, null, ask("q")).running();
    CONVERSATIONS.finish(complete(running, "a"));

    assertThat(CONVERSATIONS.takeOver(running.generationId(), 1, 2)).isEmpty();
    assertThat(CONVERSATIONS.running())
        .extracting(Ownership::generationId)
        .doesNotContain(running.generationId());
  }

  @Test
  void goesOnWithAnAnswerThatEndedEarly() {
    Running first = CONVERSATIONS.begin(owner, null, ask("q")).running();
    CONVERSATIONS.finish(ended(first, MessageStatus.STOPPED, FinishReason.STOPPED, "half"));

    Running second = CONVERSATIONS.reopen(owner, first.sessionId()).running();

    assertThat(second.generationId()).isNotEqualTo(first.generationId());
    assertThat(second.messageId()).isEqualTo(first.messageId());
    assertThat(second.content()).isEqualTo("half");
    assertThat(second.lastSeq()).isZero();
    assertThat(second.turns()).containsExactly(new Turn(Turn.Author.USER, "q"));
    Answer running = CONVERSATIONS.latest(owner, first.sessionId()).orElseThrow();
    assertThat(running.status()).isEqualTo(MessageStatus.RUNNING);
    assertThat(running.finishReason()).isNull();
    assertThat(CONVERSATIONS.answer(owner, first.sessionId(), first.generationId()).status())
        .isEqualTo(MessageStatus.STOPPED);
    assertThat(
            CONVERSATIONS.finish(
                ended(second, MessageStatus.COMPLETE, FinishReason.LENGTH, "half and more")))
        .isTrue();
    assertThat(CONVERSATIONS.reopen(owner, first.sessionId()).running().content())
        .isEqualTo("half and more");
  }

  @Test
  void ofManyThatGoOnOneWins() throws Exception {
    Running first = CONVERSATIONS.begin(owner, null, ask("q")).running();
    CONVERSATIONS.finish(ended(first, MessageStatus.STOPPED, FinishReason.STOPPED, "half"));

    List<Object> results = atOnce(5, i -> CONVERSATIONS.reopen(owner, first.sessionId()));

    assertThat(results).filteredOn(Begun.class::isInstance).hasSize(1);
    assertThat(results)
        .filteredOn(ProblemException.class::isInstance)
        .extracting(lost -> ((ProblemException) lost).problem())
        .containsOnly(Problem.GENERATION_RUNNING);
  }

  @Test
  void aWholeAnswerIsNotContinued() {
    assertThat(problemOf(() -> CONVERSATIONS.reopen(owner, finishedSession())))
        .isEqualTo(Problem.NOTHING_TO_CONTINUE);
  }

  @Test
  void whatBelongsToAnotherLooksMissing() {
    Running running = CONVERSATIONS.begin(owner, null, ask("q")).running();
    String session = running.sessionId();

    for (String id : List.of(session, Ids.next(), "no-id", "é' or 1=1")) {
      assertThat(problemOf(() -> CONVERSATIONS.begin("other", id, ask("x"))))
          .isEqualTo(Problem.UNKNOWN_SESSION);
      assertThat(problemOf(() -> CONVERSATIONS.reopen("other", id)))
          .isEqualTo(Problem.UNKNOWN_SESSION);
      assertThat(problemOf(() -> CONVERSATIONS.latest("other", id)))
          .isEqualTo(Problem.UNKNOWN_SESSION);
      assertThat(problemOf(() -> CONVERSATIONS.answer("other", id, running.generationId())))
          .isEqualTo(Problem.UNKNOWN_SESSION);
    }
    assertThat(problemOf(() -> CONVERSATIONS.answer(owner, session, Ids.next())))
        .isEqualTo(Problem.UNKNOWN_GENERATION);
  }

  @Test
  void keepsTextsByteByByte() {
    String text = "  你好 👩‍👩‍👧‍👦\r\nß \u0000\u0001 a\u0301 trailing  \t\n ";
    String large = "🙂 x".repeat(300_000);
    Running running = CONVERSATIONS.begin(owner, null, ask(text)).running();
    CONVERSATIONS.finish(complete(running, large));
    Running next =
        on("node-1", new ContextSettings(20, 0))
            .begin(owner, running.sessionId(), ask("next"))
            .running();

    assertThat(next.turns().get(0).content()).isEqualTo(text);
    assertThat(next.turns().get(1).content().equals(large)).isTrue();
  }

  @Test
  void storesTimesInUtcWhateverTheServersZone() {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
      Running running = CONVERSATIONS.begin(owner, null, ask("q")).running();

      assertThat(running.startedAt()).isCloseToUtcNow(within(5, ChronoUnit.SECONDS));
      assertThat(CONVERSATIONS.takeOver(running.generationId(), 1, 2).orElseThrow().startedAt())
          .isEqualTo(running.startedAt());
      String stored =
          REAL.text(
              "select date_format(started_at, '%Y-%m-%dT%H:%i:%s.%fZ') from generation where id = '"
                  + running.generationId()
                  + "'");
      assertThat(Instant.parse(stored)).isEqualTo(running.startedAt().toInstant());
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void saysThatTheDatabaseCannotBeReached() {
    Conversations cut =
        new Conversations(
            RealDatabase.unreachable(),
            new FixedProviders(),
            new Node("node-1"),
            ContextSettings.USUAL);

    assertThat(problemOf(() -> cut.begin(owner, null, ask("q"))))
        .isEqualTo(Problem.DATABASE_UNAVAILABLE);
    assertThat(problemOf(cut::running)).isEqualTo(Problem.DATABASE_UNAVAILABLE);
  }

  private static Conversations on(String node) {
    return on(node, ContextSettings.USUAL);
  }

  private static Conversations on(String node, ContextSettings settings) {
    return new Conversations(REAL.database(), new FixedProviders(), new Node(node), settings);
  }

  private String finishedSession() {
    Running running = CONVERSATIONS.begin(owner, null, ask("first")).running();
    CONVERSATIONS.finish(complete(running, "answer"));
    return running.sessionId();
  }

  private static Ask ask(String text) {
    return ask(text, null);
  }

  private static Ask ask(String text, String key) {
    return new Ask(text, null, null, null, null, key);
  }

  private static Outcome complete(Running running, String content) {
    return ended(running, MessageStatus.COMPLETE, FinishReason.STOP, content);
  }

  private static Outcome ended(
      Running running, MessageStatus status, FinishReason reason, String content) {
    return new Outcome(
        running.generationId(),
        running.epoch(),
        7,
        status,
        reason,
        content,
        "",
        new Usage(5, 9),
        812,
        null,
        null);
  }

  private static Outcome failed(Running running) {
    return new Outcome(
        running.generationId(),
        running.epoch(),
        1,
        MessageStatus.FAILED,
        null,
        "",
        "",
        null,
        5,
        Problem.PROVIDER_UNREACHABLE,
        "gone");
  }

  private static Problem problemOf(Runnable call) {
    ProblemException thrown = catchThrowableOfType(ProblemException.class, call::run);
    return thrown == null ? null : thrown.problem();
  }

  private interface Numbered {
    Object call(int number) throws Exception;
  }

  /**
   * Calls from as many threads at the same moment; results or problems in the order of the numbers.
   */
  private static List<Object> atOnce(int threads, Numbered call) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<Object>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        Callable<Object> one =
            () -> {
              start.await();
              try {
                return call.call(number);
              } catch (ProblemException problem) {
                return problem;
              }
            };
        futures.add(executor.submit(one));
      }
      List<Object> results = new ArrayList<>();
      for (Future<Object> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }

  /** Chooses what is asked for, or the model {@code small} of {@code fixed}. */
  static class FixedProviders extends Providers {
    @Override
    public Choice choose(String provider, String model) {
      return new Choice(provider == null ? "fixed" : provider, model == null ? "small" : model);
    }

    @Override
    public OptionalInt contextTokens(String provider) {
      return provider.equals("tiny") ? OptionalInt.of(80) : OptionalInt.empty();
    }
  }
}
