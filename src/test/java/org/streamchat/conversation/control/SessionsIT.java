package org.streamchat.conversation.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.enterprise.inject.Instance;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.streamchat.conversation.entity.Ask;
import org.streamchat.conversation.entity.Change;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.conversation.entity.Page;
import org.streamchat.conversation.entity.Running;
import org.streamchat.conversation.entity.SessionChange;
import org.streamchat.conversation.entity.SessionView;
import org.streamchat.conversation.entity.Shown;
import org.streamchat.platform.control.Node;
import org.streamchat.platform.control.RealDatabase;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.FinishReason;

class SessionsIT {
  private static final RealDatabase REAL = RealDatabase.running();

  private final List<String> forgotten = new ArrayList<>();
  private final List<String> stopped = new ArrayList<>();
  private final Conversations conversations =
      new Conversations(
          REAL.database(), new FixedProviders(), new Node("node-1"), ContextSettings.USUAL);
  private final Sessions sessions =
      new Sessions(REAL.database(), new FixedProviders(), only(new Recording()));
  private String owner;

  @BeforeEach
  void someone() {
    owner = "owner-" + UUID.randomUUID();
  }

  @Test
  void listsOwnSessionsThatChangedLastFirstInPages() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(0, sessions.create(owner, SessionChange.title("t" + i)).session().id());
    }
    sessions.create(owner + "-2", SessionChange.title("other"));

    List<String> seen = new ArrayList<>();
    String before = null;
    do {
      Page<SessionView> page = sessions.list(owner, null, before, 2);
      page.items().forEach(view -> seen.add(view.session().id()));
      before = page.next();
    } while (before != null);

    assertThat(seen).isEqualTo(ids);
  }

  @Test
  void changesWhatIsNamedAndLeavesTheRest() {
    String id = sessions.create(owner, SessionChange.title("before")).session().id();
    sessions.change(
        owner,
        id,
        new SessionChange(
            null, Change.to("teacher"), Change.NONE, Change.to("m"), Change.to("Be kind")));
    sessions.change(
        owner,
        id,
        new SessionChange("after", Change.NONE, Change.NONE, Change.NONE, Change.to(null)));

    SessionView view = sessions.read(owner, id);
    assertThat(view.session().title()).isEqualTo("after");
    assertThat(view.session().role()).isEqualTo("teacher");
    assertThat(view.session().model()).isEqualTo("m");
    assertThat(view.session().systemPrompt()).isNull();
  }

  @Test
  void tellsWhichGenerationRunsAndHowFarItIs() {
    Running running = begin(null, "q");

    SessionView.Active active = sessions.read(owner, running.sessionId()).active();

    assertThat(active)
        .isEqualTo(
            new SessionView.Active(
                running.generationId(), running.messageId(), 42, MessageStatus.RUNNING));
    finish(running, "a");
    assertThat(sessions.read(owner, running.sessionId()).active()).isNull();
  }

  @Test
  void readsMessagesOldestFirstAndPagesBackwards() {
    String session = null;
    for (int i = 1; i <= 3; i++) {
      Running running = begin(session, "q" + i);
      session = running.sessionId();
      finish(running, "a" + i);
    }

    Page<Shown> newest = sessions.messages(owner, session, null, 4);
    Page<Shown> older = sessions.messages(owner, session, newest.next(), 4);

    assertThat(newest.items())
        .extracting(shown -> shown.message().content())
        .containsExactly("q2", "a2", "q3", "a3");
    assertThat(older.items())
        .extracting(shown -> shown.message().content())
        .containsExactly("q1", "a1");
    assertThat(older.next()).isNull();
  }

  @Test
  void deletesASessionWithAllThatBelongsToItAndStopsItsGeneration() {
    Running first = begin(null, "q");
    finish(first, "a");
    Running running = begin(first.sessionId(), "q");

    sessions.delete(owner, running.sessionId());

    assertThat(stopped).containsExactly(running.generationId());
    assertThat(forgotten).containsExactlyInAnyOrder(first.generationId(), running.generationId());
    String of = " where session_id = '" + running.sessionId() + "'";
    assertThat(REAL.count("select count(*) from message" + of)).isZero();
    assertThat(REAL.count("select count(*) from generation" + of)).isZero();
    assertThat(finish(running, "late")).isFalse();
    assertThat(problemOf(() -> sessions.delete(owner, running.sessionId())))
        .isEqualTo(Problem.UNKNOWN_SESSION);
  }

  @Test
  void whatBelongsToAnotherLooksMissing() {
    String id = begin(null, "q").sessionId();

    assertThat(problemOf(() -> sessions.read("other", id))).isEqualTo(Problem.UNKNOWN_SESSION);
    assertThat(problemOf(() -> sessions.delete("other", id))).isEqualTo(Problem.UNKNOWN_SESSION);
    assertThat(problemOf(() -> sessions.messages("other", id, null, 9)))
        .isEqualTo(Problem.UNKNOWN_SESSION);
    assertThat(problemOf(() -> sessions.change("other", id, SessionChange.title("x"))))
        .isEqualTo(Problem.UNKNOWN_SESSION);
    assertThat(sessions.read(owner, id).session().title()).isEqualTo("q");
  }

  @Test
  void refusesPositionsThatItHasNotGiven() {
    String id = begin(null, "q").sessionId();

    assertThat(problemOf(() -> sessions.list(owner, null, "bm9uZQ", 9)))
        .isEqualTo(Problem.INVALID_REQUEST);
    assertThat(problemOf(() -> sessions.messages(owner, id, "none", 9)))
        .isEqualTo(Problem.INVALID_REQUEST);
  }

  private Running begin(String session, String text) {
    return conversations
        .begin(owner, session, new Ask(text, null, null, null, null, null))
        .running();
  }

  private boolean finish(Running running, String content) {
    return conversations.finish(
        new Outcome(
            running.generationId(),
            running.epoch(),
            3,
            MessageStatus.COMPLETE,
            FinishReason.STOP,
            content,
            "",
            null,
            1,
            null,
            null));
  }

  private static Problem problemOf(Runnable call) {
    ProblemException thrown = catchThrowableOfType(ProblemException.class, call::run);
    return thrown == null ? null : thrown.problem();
  }

  private final class Recording implements RunningAnswers {
    @Override
    public OptionalLong seq(String generationId) {
      return OptionalLong.of(42);
    }

    @Override
    public void stop(String generationId) {
      stopped.add(generationId);
    }

    @Override
    public void forget(Collection<String> generationIds) {
      forgotten.addAll(generationIds);
    }
  }

  /** Nobody who knows of running answers. */
  static Instance<RunningAnswers> nobody() {
    return answers(Stream::empty);
  }

  private static Instance<RunningAnswers> only(RunningAnswers answers) {
    return answers(() -> Stream.of(answers));
  }

  @SuppressWarnings("unchecked")
  private static Instance<RunningAnswers> answers(Supplier<Stream<RunningAnswers>> answers) {
    return (Instance<RunningAnswers>)
        Proxy.newProxyInstance(
            SessionsIT.class.getClassLoader(),
            new Class<?>[] {Instance.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "stream" -> answers.get();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
