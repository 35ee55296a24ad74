package org.streamchat.conversation.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.streamchat.conversation.control.Answers.ask;
import static org.streamchat.conversation.control.Answers.atOnce;
import static org.streamchat.conversation.control.Answers.complete;
import static org.streamchat.conversation.control.Answers.failed;
import static org.streamchat.conversation.control.Answers.on;
import static org.streamchat.conversation.control.Answers.problemOf;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.streamchat.conversation.entity.Answer;
import org.streamchat.conversation.entity.Begun;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Ownership;
import org.streamchat.conversation.entity.Running;
import org.streamchat.platform.control.Ids;
import org.streamchat.platform.control.Node;
import org.streamchat.platform.control.RealDatabase;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.Turn;

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
    assertThat(CONVERSATIONS.running(Instant.now()))
        .contains(new Ownership(running.generationId(), 1, "node-1"));
    assertThat(CONVERSATIONS.running(running.startedAt().toInstant()))
        .extracting(Ownership::generationId)
        .doesNotContain(running.generationId());
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
    assertThat(problemOf(() -> cut.running(Instant.now()))).isEqualTo(Problem.DATABASE_UNAVAILABLE);
  }

  private String finishedSession() {
    Running running = CONVERSATIONS.begin(owner, null, ask("first")).running();
    CONVERSATIONS.finish(complete(running, "answer"));
    return running.sessionId();
  }
}
