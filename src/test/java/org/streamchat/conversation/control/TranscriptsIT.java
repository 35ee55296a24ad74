package org.streamchat.conversation.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.streamchat.conversation.entity.Author;
import org.streamchat.conversation.entity.Change;
import org.streamchat.conversation.entity.ImportedMessage;
import org.streamchat.conversation.entity.ImportedSession;
import org.streamchat.conversation.entity.Message;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Running;
import org.streamchat.conversation.entity.SessionChange;
import org.streamchat.platform.control.RealDatabase;
import org.streamchat.problem.Problem;

class TranscriptsIT {
  private static final SessionChange NOTHING =
      new SessionChange(null, Change.NONE, Change.NONE, Change.NONE, Change.NONE);

  private final Talk talk = new Talk();
  private final Transcripts transcripts =
      new Transcripts(RealDatabase.running().database(), new FixedProviders());

  @Test
  void readsTheBranchOrAllOfThem() {
    Running first = talk.say("one");
    talk.say("two");
    talk.edit(first.userMessageId(), "uno");

    assertThat(texts(transcripts.branch(talk.owner, talk.session))).containsExactly("uno", "UNO");
    assertThat(texts(transcripts.whole(talk.owner, talk.session)))
        .containsExactly("one", "ONE", "two", "TWO", "uno", "UNO");
    assertThat(Talk.problemOf(() -> transcripts.whole("other", talk.session)))
        .isEqualTo(Problem.UNKNOWN_SESSION);
  }

  @Test
  void takesASessionInWithItsBranchesAndGoesOnInIt() {
    List<ImportedMessage> messages =
        List.of(
            message("a", null, Author.USER, "one"),
            message("b", "a", Author.ASSISTANT, "ONE"),
            message("c", "a", Author.ASSISTANT, "One!"),
            message("d", "b", Author.USER, "two"));
    SessionChange settings =
        new SessionChange(
            "From a file",
            Change.to("no-such-role"),
            Change.NONE,
            Change.NONE,
            Change.to("Be kind"));

    talk.session =
        transcripts.store(talk.owner, new ImportedSession(settings, messages, "c")).session().id();

    assertThat(talk.texts()).containsExactly("one", "One!");
    assertThat(talk.messages().get(1).siblings().count()).isEqualTo(2);
    assertThat(talk.messages().get(1).message().createdAt())
        .isEqualTo(Instant.parse("2026-01-02T03:04:05.000006Z"));
    assertThat(talk.sessions.read(talk.owner, talk.session).session().role()).isNull();
    assertThat(Talk.shown(talk.say("next"))).containsExactly("Be kind", "one", "One!", "next");
  }

  @Test
  void anImportedAnswerThatIsNotWholeIsAnsweredAnewButNotContinued() {
    ImportedMessage half =
        new ImportedMessage(
            "b",
            "a",
            Author.ASSISTANT,
            "hal",
            null,
            MessageStatus.RUNNING,
            null,
            null,
            null,
            null,
            null,
            Instant.now());
    List<ImportedMessage> messages = List.of(message("a", null, Author.USER, "one"), half);
    talk.session =
        transcripts.store(talk.owner, new ImportedSession(NOTHING, messages, null)).session().id();

    assertThat(talk.messages().get(1).message().status()).isEqualTo(MessageStatus.INTERRUPTED);
    assertThat(Talk.problemOf(() -> talk.conversations.reopen(talk.owner, talk.session)))
        .isEqualTo(Problem.NOTHING_TO_CONTINUE);
    talk.again(talk.messages().get(1).message().id());
    assertThat(talk.texts()).containsExactly("one", "ONE");
  }

  @Test
  void takesManyMessages() {
    List<ImportedMessage> messages = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      messages.add(
          message(
              "m" + i,
              i == 0 ? null : "m" + (i - 1),
              i % 2 == 0 ? Author.USER : Author.ASSISTANT,
              "text " + i));
    }
    talk.session =
        transcripts.store(talk.owner, new ImportedSession(NOTHING, messages, null)).session().id();

    assertThat(texts(transcripts.branch(talk.owner, talk.session)))
        .hasSize(2_000)
        .endsWith("text 1999");
  }

  @Test
  void refusesWhatNoExportHolds() {
    ImportedMessage question = message("a", null, Author.USER, "one");
    assertThat(refused(List.of(question, question))).isEqualTo(Problem.INVALID_REQUEST);
    assertThat(refused(List.of(message("b", "a", Author.ASSISTANT, "x"), question)))
        .isEqualTo(Problem.INVALID_REQUEST);
    assertThat(refused(List.of(question, message("b", "a", Author.USER, "x"))))
        .isEqualTo(Problem.INVALID_REQUEST);
    assertThat(refused(List.of(message("b", null, Author.ASSISTANT, "x"))))
        .isEqualTo(Problem.INVALID_REQUEST);
    assertThat(Talk.problemOf(() -> message("a", null, Author.USER, " ")))
        .isEqualTo(Problem.INVALID_REQUEST);
    assertThat(Talk.problemOf(() -> new ImportedSession(NOTHING, List.of(question), "z")))
        .isEqualTo(Problem.INVALID_REQUEST);
  }

  @Test
  void refusesMoreMessagesThanASessionMayHave() {
    List<ImportedMessage> messages = new ArrayList<>();
    for (int i = 0; i <= 10_000; i++) {
      Author author = i % 2 == 0 ? Author.USER : Author.ASSISTANT;
      messages.add(message("m" + i, i == 0 ? null : "m" + (i - 1), author, "x"));
    }
    assertThat(refused(messages)).isEqualTo(Problem.INVALID_REQUEST);
    assertThat(refused(messages.subList(0, 10_000))).isNull();
  }

  private static Problem refused(List<ImportedMessage> messages) {
    return Talk.problemOf(() -> new ImportedSession(NOTHING, messages, null));
  }

  private static ImportedMessage message(String id, String parent, Author author, String text) {
    return new ImportedMessage(
        id,
        parent,
        author,
        text,
        null,
        MessageStatus.COMPLETE,
        null,
        null,
        null,
        null,
        null,
        Instant.parse("2026-01-02T03:04:05.000006Z"));
  }

  private List<String> texts(Transcripts.Transcript transcript) {
    List<String> texts = new ArrayList<>();
    transcripts.forEach(transcript, (Message message) -> texts.add(message.content()));
    return texts;
  }
}
