package org.streamchat.conversation.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.streamchat.conversation.entity.Ask;
import org.streamchat.conversation.entity.BuiltInRole;
import org.streamchat.conversation.entity.Change;
import org.streamchat.conversation.entity.OwnRole;
import org.streamchat.conversation.entity.RoleText;
import org.streamchat.conversation.entity.Running;
import org.streamchat.conversation.entity.SessionChange;
import org.streamchat.platform.control.RealDatabase;
import org.streamchat.problem.Problem;
import org.streamchat.provider.entity.Turn;

class ContextIT {
  private final Roles roles = new Roles(RealDatabase.running().database());

  @Test
  void startsAfreshWithoutLosingTheHistory() {
    Talk talk = new Talk();
    talk.say("one");
    talk.sessions.forget(talk.owner, talk.session);

    assertThat(Talk.shown(talk.say("two"))).containsExactly("two");
    assertThat(Talk.shown(talk.say("three"))).containsExactly("two", "TWO", "three");
    assertThat(talk.texts()).hasSize(6).startsWith("one", "ONE");
    assertThat(Talk.problemOf(() -> talk.sessions.forget("other", talk.session)))
        .isEqualTo(Problem.UNKNOWN_SESSION);
  }

  @Test
  void dropsTheOldestTurnsBeyondTheTokensButNeverTheSystemPromptOrTheQuestion() {
    Talk talk = new Talk(new ContextSettings(20, 60));
    String words = "word ".repeat(10);
    talk.say("first " + words);
    talk.say("second " + words);
    change(talk, Change.NONE, Change.to("Be kind"));

    List<String> shown = Talk.shown(talk.say("third " + words));
    assertThat(shown).first().isEqualTo("Be kind");
    assertThat(shown).last().isEqualTo("third " + words);
    assertThat(shown).doesNotContain("first " + words).hasSizeBetween(3, 4);

    String huge = "huge ".repeat(2000);
    assertThat(Talk.shown(talk.say(huge))).containsExactly("Be kind", huge);
  }

  @Test
  void leavesRoomForTheAnswerInASmallWindow() {
    Talk talk = new Talk();
    talk.say("first " + "word ".repeat(30));
    Ask ask = new Ask("second", "tiny", null, null, null, null);
    Running running = talk.conversations.begin(talk.owner, talk.session, ask).running();

    assertThat(Talk.shown(running)).hasSize(2).last().isEqualTo("second");
  }

  @Test
  void aChangedRoleAppliesToTheNextTurn() {
    Talk talk = new Talk();
    talk.say("one");
    OwnRole pirate =
        roles.create(talk.owner, new RoleText("Pirate", "🏴", "Talk like a pirate", "big", 1.5));
    change(talk, Change.to(pirate.id()), Change.to("Be kind"));

    Running second = talk.say("two");
    assertThat(second.turns().get(0))
        .isEqualTo(new Turn(Turn.Author.SYSTEM, "Talk like a pirate\n\nBe kind"));
    assertThat(second.role()).isEqualTo(pirate.id());
    assertThat(second.model()).isEqualTo("big");
    assertThat(second.temperature()).isEqualTo(1.5);

    change(talk, Change.to("teacher"), Change.to(null));
    assertThat(Talk.shown(talk.say("three")))
        .first()
        .isEqualTo(BuiltInRole.TEACHER.text(false).prompt());
    assertThat(Talk.shown(talk.say("什么是光合作用？")))
        .first()
        .isEqualTo(BuiltInRole.TEACHER.text(true).prompt());
  }

  @Test
  void whatTheQuestionOrTheSessionSaysGoesBeforeTheRole() {
    Talk talk = new Talk();
    OwnRole pirate = roles.create(talk.owner, new RoleText("Pirate", null, "Arr", "big", 1.5));
    talk.say("one");
    talk.sessions.change(
        talk.owner,
        talk.session,
        new SessionChange(
            null, Change.to(pirate.id()), Change.NONE, Change.to("mine"), Change.NONE));

    Running running =
        talk.end(
            talk.conversations
                .begin(talk.owner, talk.session, new Ask("q", null, null, 0.1, null, null))
                .running());
    assertThat(running.model()).isEqualTo("mine");
    assertThat(running.temperature()).isEqualTo(0.1);
  }

  @Test
  void rolesAreTheirOwnersOnly() {
    Talk talk = new Talk();
    talk.say("one");
    OwnRole theirs = roles.create("somebody", new RoleText("Theirs", null, "Secret", null, null));

    assertThat(roles.own(talk.owner)).isEmpty();
    assertThat(Talk.problemOf(() -> roles.role(talk.owner, theirs.id())))
        .isEqualTo(Problem.UNKNOWN_ROLE);
    assertThat(Talk.problemOf(() -> roles.change(talk.owner, theirs.id(), theirs.text())))
        .isEqualTo(Problem.UNKNOWN_ROLE);
    assertThat(Talk.problemOf(() -> roles.delete(talk.owner, theirs.id())))
        .isEqualTo(Problem.UNKNOWN_ROLE);
    assertThat(Talk.problemOf(() -> change(talk, Change.to(theirs.id()), Change.NONE)))
        .isEqualTo(Problem.INVALID_REQUEST);
    assertThat(Talk.problemOf(() -> roles.delete(talk.owner, "teacher")))
        .isEqualTo(Problem.FORBIDDEN);
    roles.delete("somebody", theirs.id());
  }

  @Test
  void sessionsOfADeletedRoleGoOnWithoutOne() {
    Talk talk = new Talk();
    OwnRole role = roles.create(talk.owner, new RoleText("R", null, "Prompt", null, null));
    talk.say("one");
    change(talk, Change.to(role.id()), Change.NONE);
    roles.change(talk.owner, role.id(), new RoleText("R2", null, "Prompt 2", null, null));
    assertThat(Talk.shown(talk.say("two"))).startsWith("Prompt 2");

    roles.delete(talk.owner, role.id());

    assertThat(talk.sessions.read(talk.owner, talk.session).session().role()).isNull();
    assertThat(Talk.shown(talk.say("three"))).startsWith("one");
  }

  @Test
  void anEmptySessionIsNamedByItsFirstQuestion() {
    Talk talk = new Talk();
    SessionChange nothing =
        new SessionChange(null, Change.NONE, Change.NONE, Change.NONE, Change.NONE);
    talk.session = talk.sessions.create(talk.owner, nothing).session().id();
    talk.say("🙂".repeat(60));

    assertThat(talk.sessions.read(talk.owner, talk.session).session().title())
        .isEqualTo("🙂".repeat(50));
    talk.say("more");
    assertThat(talk.sessions.read(talk.owner, talk.session).session().title())
        .isEqualTo("🙂".repeat(50));
  }

  private static void change(Talk talk, Change role, Change systemPrompt) {
    talk.sessions.change(
        talk.owner,
        talk.session,
        new SessionChange(null, role, Change.NONE, Change.NONE, systemPrompt));
  }
}
