package org.streamchat.conversation.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.streamchat.conversation.control.Answers.ask;
import static org.streamchat.conversation.control.Answers.atOnce;
import static org.streamchat.conversation.control.Answers.complete;
import static org.streamchat.conversation.control.Answers.ended;
import static org.streamchat.conversation.control.Answers.failed;
import static org.streamchat.conversation.control.Answers.on;
import static org.streamchat.conversation.control.Answers.problemOf;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.streamchat.conversation.entity.Answer;
import org.streamchat.conversation.entity.Begun;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Ownership;
import org.streamchat.conversation.entity.Running;
import org.streamchat.platform.control.RealDatabase;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Turn;
import org.streamchat.provider.entity.Usage;

/** How answers end, change their owner, and are gone on with. */
class EndingsIT {
  private static final Conversations CONVERSATIONS = on("node-1");

  private String owner;

  @BeforeEach
  void someone() {
    owner = "owner-" + UUID.randomUUID();
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
    assertThat(CONVERSATIONS.running(Instant.now()))
        .contains(new Ownership(stale.generationId(), 2, "node-2"));
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
    assertThat(CONVERSATIONS.running(Instant.now()))
        .contains(new Ownership(running.generationId(), 2, winner));
    Running third = CONVERSATIONS.takeOver(running.generationId(), 2, 3).orElseThrow();
    assertThat(third.content()).isEqualTo("so far");
    assertThat(third.reasoning()).isEqualTo("thought");
    assertThat(third.lastSeq()).isEqualTo(12);
    assertThat(third.turns()).containsExactly(new Turn(Turn.Author.USER, "q"));
  }

  @Test
  void whatWaitsForALockedAnswerGivesUpAndKeepsNobodyElseFromTheDatabase() throws Exception {
    Running running = CONVERSATIONS.begin(owner, null, ask("q")).running();
    Conversations next = on("node-2");
    String lock = "select id from generation where id = ? for update";

    try (Connection other = RealDatabase.running().dataSource().getConnection();
        PreparedStatement statement = other.prepareStatement(lock)) {
      other.setAutoCommit(false);
      statement.setString(1, running.generationId());
      statement.executeQuery();

      assertThat(problemOf(() -> next.takeOver(running.generationId(), 1, 2)))
          .isEqualTo(Problem.DATABASE_UNAVAILABLE);
      assertThat(next.latest(owner, running.sessionId())).isPresent();
      assertThat(next.begin(owner, null, ask("another")).running()).isNotNull();
      other.rollback();
    }

    assertThat(next.takeOver(running.generationId(), 1, 2)).isPresent();
  }

  @Test
  void anAnswerThatHasEndedIsNotTakenOver() {
    Running running = CONVERSATIONS.begin(owner, null, ask("q")).running();
    CONVERSATIONS.finish(complete(running, "a"));

    assertThat(CONVERSATIONS.takeOver(running.generationId(), 1, 2)).isEmpty();
    assertThat(CONVERSATIONS.running(Instant.now()))
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
  void whoHasReadTheSessionBeforeAnotherWentOnIsToldOfTheOther() {
    Running running = CONVERSATIONS.begin(owner, null, ask("q")).running();
    RealDatabase.running()
        .execute(
            "UPDATE chat_session SET active_generation = NULL WHERE id = '"
                + running.sessionId()
                + "'");

    assertThat(problemOf(() -> CONVERSATIONS.reopen(owner, running.sessionId())))
        .isEqualTo(Problem.GENERATION_RUNNING);
  }

  @Test
  void aWholeAnswerIsNotContinued() {
    assertThat(problemOf(() -> CONVERSATIONS.reopen(owner, finishedSession())))
        .isEqualTo(Problem.NOTHING_TO_CONTINUE);
  }

  private String finishedSession() {
    Running running = CONVERSATIONS.begin(owner, null, ask("first")).running();
    CONVERSATIONS.finish(complete(running, "answer"));
    return running.sessionId();
  }
}
