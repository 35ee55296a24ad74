package org.streamchat.conversation.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.streamchat.conversation.entity.Again;
import org.streamchat.conversation.entity.Ask;
import org.streamchat.conversation.entity.Begun;
import org.streamchat.conversation.entity.Running;
import org.streamchat.conversation.entity.Shown;
import org.streamchat.conversation.entity.Siblings;
import org.streamchat.platform.control.Ids;
import org.streamchat.problem.Problem;

class BranchesIT {
  private final Talk talk = new Talk();
  private Running first;
  private Running second;

  @BeforeEach
  void twoTurns() {
    first = talk.say("one");
    second = talk.say("two");
  }

  @Test
  void anotherAnswerIsABranchOfItsOwn() {
    Running again = talk.again(first.messageId());

    assertThat(Talk.shown(again)).containsExactly("one");
    assertThat(again.userMessageId()).isEqualTo(first.userMessageId());
    assertThat(talk.texts()).containsExactly("one", "ONE");
    List<Shown> shown = talk.messages();
    assertThat(shown.get(0).siblings()).isNull();
    assertThat(shown.get(1).message().id()).isEqualTo(again.messageId());
    assertThat(shown.get(1).siblings()).isEqualTo(new Siblings(2, 2, first.messageId(), null));
  }

  @Test
  void aQuestionCanBeAnsweredAnewByItsOwnIdToo() {
    assertThat(Talk.shown(talk.again(second.userMessageId()))).containsExactly("one", "ONE", "two");
    assertThat(talk.texts()).containsExactly("one", "ONE", "two", "TWO");
  }

  @Test
  void anEditedQuestionIsABranchAlsoAtTheVeryBeginning() {
    Running edited = talk.edit(first.userMessageId(), "uno");
    assertThat(Talk.shown(edited)).containsExactly("uno");
    assertThat(talk.texts()).containsExactly("uno", "UNO");
    assertThat(talk.messages().get(0).siblings())
        .isEqualTo(new Siblings(2, 2, first.userMessageId(), null));

    talk.edit(edited.userMessageId(), "eins");
    assertThat(talk.messages().get(0).siblings())
        .isEqualTo(new Siblings(3, 3, edited.userMessageId(), null));
    assertThat(Talk.shown(talk.say("zwei"))).containsExactly("eins", "EINS", "zwei");
  }

  @Test
  void stepsThroughBranchesToTheirNewestEnd() {
    Running third = talk.say("three");
    Running edited = talk.edit(second.userMessageId(), "deux");

    talk.sessions.show(talk.owner, talk.session, second.userMessageId());
    assertThat(talk.texts()).containsExactly("one", "ONE", "two", "TWO", "three", "THREE");
    assertThat(talk.messages().get(2).siblings())
        .isEqualTo(new Siblings(1, 2, null, edited.userMessageId()));
    assertThat(Talk.shown(talk.say("four"))).contains("three").doesNotContain("deux");

    talk.sessions.show(talk.owner, talk.session, edited.messageId());
    assertThat(talk.texts()).containsExactly("one", "ONE", "deux", "DEUX");
    talk.sessions.show(talk.owner, talk.session, first.messageId());
    assertThat(talk.texts()).endsWith("four", "FOUR").contains(third.turns().get(4).content());
  }

  @Test
  void whileAnAnswerRunsNoBranchIsBegunOrShown() {
    Running running =
        talk.conversations.begin(talk.owner, talk.session, Talk.ask("slow")).running();

    assertThat(Talk.problemOf(() -> talk.again(first.messageId())))
        .isEqualTo(Problem.GENERATION_RUNNING);
    assertThat(Talk.problemOf(() -> talk.edit(first.userMessageId(), "x")))
        .isEqualTo(Problem.GENERATION_RUNNING);
    assertThat(
            Talk.problemOf(() -> talk.sessions.show(talk.owner, talk.session, first.messageId())))
        .isEqualTo(Problem.GENERATION_RUNNING);
    talk.end(running);
    assertThat(talk.texts()).endsWith("slow", "SLOW");
  }

  @Test
  void aRepeatedWishFindsTheFirstOne() {
    Again again = new Again(null, null, "key-1");
    Begun begun = talk.conversations.again(talk.owner, talk.session, first.messageId(), again);
    Begun twice = talk.conversations.again(talk.owner, talk.session, first.messageId(), again);
    talk.end(begun.running());
    Begun late = talk.conversations.again(talk.owner, talk.session, first.messageId(), again);

    assertThat(begun.replayed()).isFalse();
    assertThat(List.of(twice, late)).allMatch(Begun::replayed);
    assertThat(late.running().generationId()).isEqualTo(begun.running().generationId());
    assertThat(
            Talk.problemOf(
                () ->
                    talk.conversations.again(talk.owner, talk.session, second.messageId(), again)))
        .isEqualTo(Problem.INVALID_REQUEST);

    Ask edit = new Ask("uno", null, null, null, null, "key-2");
    Begun edited = talk.conversations.edit(talk.owner, talk.session, first.userMessageId(), edit);
    assertThat(
            talk.conversations
                .edit(talk.owner, talk.session, first.userMessageId(), edit)
                .running()
                .generationId())
        .isEqualTo(edited.running().generationId());
  }

  @Test
  void whatIsNotInTheSessionIsUnknown() {
    Talk other = new Talk();
    other.say("theirs");
    String theirs = other.messages().get(0).message().id();

    for (String id : List.of(theirs, Ids.next(), "no-id")) {
      assertThat(Talk.problemOf(() -> talk.again(id))).isEqualTo(Problem.UNKNOWN_MESSAGE);
      assertThat(Talk.problemOf(() -> talk.edit(id, "x"))).isEqualTo(Problem.UNKNOWN_MESSAGE);
      assertThat(Talk.problemOf(() -> talk.sessions.show(talk.owner, talk.session, id)))
          .isEqualTo(Problem.UNKNOWN_MESSAGE);
    }
    assertThat(
            Talk.problemOf(
                () ->
                    talk.conversations.edit(
                        other.owner, talk.session, first.userMessageId(), Talk.ask("x"))))
        .isEqualTo(Problem.UNKNOWN_SESSION);
    assertThat(Talk.problemOf(() -> talk.edit(first.messageId(), "x")))
        .isEqualTo(Problem.INVALID_REQUEST);
  }
}
