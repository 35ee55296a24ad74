package org.streamchat.conversation.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.streamchat.conversation.entity.KeptExchange;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.conversation.entity.Running;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.Ids;
import org.streamchat.platform.control.RealDatabase;
import org.streamchat.problem.Problem;
import org.streamchat.provider.entity.Exchange;
import org.streamchat.provider.entity.FinishReason;

/** What providers were asked and answered is kept with the answer, for its owner, for a while. */
class ExchangesIT {
  private static final RealDatabase REAL = RealDatabase.running();
  private static final Exchange EXCHANGE =
      new Exchange("{\"request\":{\"body\":\"你好 🙂\"},\"response\":{\"status\":200}}");

  private final Talk talk = new Talk();
  private final Exchanges exchanges = kept("30d");

  private static Exchanges kept(String retention) {
    return new Exchanges(
        REAL.database(), Environment.of(Map.of("streamchat.exchange.retention", retention)));
  }

  private Running answered(Exchange exchange) {
    Running running = talk.conversations.begin(talk.owner, talk.session, Talk.ask("q")).running();
    talk.session = running.sessionId();
    assertThat(talk.conversations.finish(outcome(running), exchange)).isTrue();
    return running;
  }

  private static Outcome outcome(Running running) {
    return new Outcome(
        running.generationId(),
        running.epoch(),
        3,
        MessageStatus.STOPPED,
        FinishReason.STOPPED,
        "a",
        "",
        null,
        1,
        null,
        null);
  }

  private Problem problemOf(String owner, String session, String message) {
    return Talk.problemOf(() -> exchanges.of(owner, session, message));
  }

  @Test
  void isShownToTheOwnerOnly() {
    Running running = answered(EXCHANGE);

    KeptExchange kept = exchanges.of(talk.owner, talk.session, running.messageId());

    assertThat(kept.exchange()).isEqualTo(EXCHANGE);
    assertThat(kept.generationId()).isEqualTo(running.generationId());
    assertThat(kept.at()).isAfterOrEqualTo(running.startedAt().toInstant());
    assertThat(problemOf("other", talk.session, running.messageId()))
        .isEqualTo(Problem.UNKNOWN_SESSION);
    assertThat(problemOf(talk.owner, talk.session, Ids.next())).isEqualTo(Problem.UNKNOWN_MESSAGE);
    assertThat(problemOf(talk.owner, talk.session, running.userMessageId()))
        .isEqualTo(Problem.NOT_FOUND);
  }

  @Test
  void isNotThereWhenNothingWasSentNorWhileTheAnswerIsMade() {
    Running nothing = answered(null);
    assertThat(problemOf(talk.owner, talk.session, nothing.messageId()))
        .isEqualTo(Problem.NOT_FOUND);
    Running running = talk.conversations.reopen(talk.owner, talk.session).running();
    assertThat(problemOf(talk.owner, talk.session, running.messageId()))
        .isEqualTo(Problem.NOT_FOUND);
  }

  @Test
  void isRemovedWhenItsTimeIsOverAndTheAnswerStays() {
    Running old = answered(EXCHANGE);
    Running recent = answered(EXCHANGE);
    age(old, 31);
    age(recent, 29);

    exchanges.forget();
    kept("30d").forget();

    assertThat(problemOf(talk.owner, talk.session, old.messageId())).isEqualTo(Problem.NOT_FOUND);
    assertThat(exchanges.of(talk.owner, talk.session, recent.messageId()).exchange())
        .isEqualTo(EXCHANGE);
    assertThat(talk.texts()).containsExactly("q", "a", "q", "a");
  }

  @Test
  void isRemovedSomeAtATimeHoweverManyThereAre() {
    Running running = answered(EXCHANGE);
    REAL.execute(
        "insert into generation (id, session_id, message_id, user_message_id, owner, status, epoch, node, last_seq,"
            + " provider, model, started_at, exchange, exchange_at) select uuid(), session_id, message_id,"
            + " user_message_id, owner, status, epoch, node, last_seq, provider, model, started_at, '{}', '2020-01-01'"
            + " from generation join seq_1_to_450 where id = '"
            + running.generationId()
            + "'");

    exchanges.forget();

    assertThat(
            REAL.count(
                "select count(*) from generation where exchange is not null and session_id = '"
                    + talk.session
                    + "'"))
        .isEqualTo(1);
  }

  private static void age(Running running, int days) {
    REAL.execute(
        "update generation set exchange_at = utc_timestamp(6) - interval "
            + days
            + " day where id = '"
            + running.generationId()
            + "'");
  }

  @Test
  void nothingIsKeptWhereTheOperatorDoesNotWantIt() {
    assertThat(kept("0s").areKept()).isFalse();
    assertThat(kept("1h").areKept()).isTrue();
  }
}
