package org.streamchat.generation.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.streamchat.conversation.control.Conversations;
import org.streamchat.conversation.entity.Answer;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Running;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.stream.control.LogUnavailableException;
import org.streamchat.stream.control.Streams;
import org.streamchat.stream.control.Tail;
import org.streamchat.stream.entity.Cursor;
import org.streamchat.stream.entity.Draft;

/**
 * Finds what a viewer is to be shown: a running generation's stream, or what there is of one that
 * has ended.
 */
@ApplicationScoped
public class Viewing {
  private final Conversations conversations;
  private final Generations generations;
  private final Streams streams;

  /**
   * Where a viewer goes on.
   *
   * @param archive the whole stream when it has ended; null when it is to be followed live
   */
  public record View(Cursor cursor, Tail archive) {}

  /** For client proxies. */
  protected Viewing() {
    this(null, null, null);
  }

  @Inject
  public Viewing(Conversations conversations, Generations generations, Streams streams) {
    this.conversations = conversations;
    this.generations = generations;
    this.streams = streams;
  }

  /**
   * The generation of the cursor, from there on, or the running one of the session, from its
   * beginning.
   *
   * @return empty when there is nothing to follow
   * @throws ProblemException UNKNOWN_SESSION, UNKNOWN_GENERATION
   */
  public Optional<View> follow(String owner, String sessionId, Optional<Cursor> cursor) {
    if (cursor.isPresent()) {
      View view = view(conversations.answer(owner, sessionId, cursor.get().stream()), cursor.get());
      return isAtEnd(view) ? Optional.empty() : Optional.of(view);
    }
    return conversations
        .latest(owner, sessionId)
        .filter(answer -> answer.status() == MessageStatus.RUNNING)
        .map(answer -> view(answer, Cursor.start(answer.generationId())));
  }

  /**
   * What a send has begun, from its beginning or, when it is repeated, from where its viewer had
   * come to.
   */
  public View begun(String owner, Running running, Optional<Cursor> cursor) {
    Cursor from =
        cursor
            .filter(at -> at.stream().equals(running.generationId()))
            .orElse(Cursor.start(running.generationId()));
    if (generations.owns(running.generationId())) {
      return new View(from, null);
    }
    return view(conversations.answer(owner, running.sessionId(), running.generationId()), from);
  }

  /** What there is of the cursor's generation, from there on; empty while it runs. */
  public Optional<View> ended(String owner, String sessionId, Cursor cursor) {
    return Optional.of(view(conversations.answer(owner, sessionId, cursor.stream()), cursor))
        .filter(view -> view.archive() != null);
  }

  /**
   * Carries on with the session's newest answer: joins it while it runs, makes the rest when it
   * ended early, else gives the remainder and the end, the end at least.
   *
   * @throws ProblemException NOTHING_TO_CONTINUE, and as {@link #follow} and {@link
   *     Generations#resume}
   */
  public View resume(String owner, String sessionId, Optional<Cursor> cursor) {
    cursor.ifPresent(at -> conversations.answer(owner, sessionId, at.stream()));
    Answer latest = latest(owner, sessionId);
    Cursor from =
        cursor
            .filter(at -> at.stream().equals(latest.generationId()))
            .orElse(Cursor.start(latest.generationId()));
    if (latest.status() == MessageStatus.RUNNING) {
      return view(latest, from);
    }
    if (isWhole(latest)) {
      View view = view(latest, from);
      return isAtEnd(view)
          ? new View(from, Tail.of(from.stream(), from.seq(), List.of(Events.end(latest))))
          : view;
    }
    try {
      return new View(Cursor.start(generations.resume(owner, sessionId).generationId()), null);
    } catch (ProblemException refused) {
      if (refused.problem() != Problem.GENERATION_RUNNING) {
        throw refused;
      }
      // Someone asked for the same a moment ago.
      Answer theirs = latest(owner, sessionId);
      return view(theirs, Cursor.start(theirs.generationId()));
    }
  }

  private Answer latest(String owner, String sessionId) {
    return conversations
        .latest(owner, sessionId)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.NOTHING_TO_CONTINUE, "The session has no answer to continue."));
  }

  private static boolean isWhole(Answer answer) {
    return answer.status() == MessageStatus.COMPLETE
        && answer.finishReason() != FinishReason.LENGTH;
  }

  private static boolean isAtEnd(View view) {
    return view.archive() != null && view.archive().isEndedAt(view.cursor().seq());
  }

  private View view(Answer answer, Cursor from) {
    return new View(from, answer.status() == MessageStatus.RUNNING ? null : archive(answer, from));
  }

  private Tail archive(Answer answer, Cursor from) {
    try {
      Tail tail = streams.load(answer.generationId());
      if (tail.isEnded()) {
        return tail;
      }
    } catch (LogUnavailableException away) {
      // The database has it all.
    }
    // The end's number was foretold: when the log was lost at the last moment, it became another.
    return from.seq() == answer.lastSeq()
        ? Tail.of(answer.generationId(), from.seq() - 1, List.of(Events.end(answer)))
        : Tail.of(answer.generationId(), Math.max(answer.lastSeq(), from.seq()), ending(answer));
  }

  /** The whole text and the end, for a viewer who cannot be given the log. */
  private static List<Draft> ending(Answer answer) {
    List<Draft> drafts = new ArrayList<>(Events.snapshot(answer.content(), answer.reasoning()));
    drafts.add(Events.end(answer));
    return drafts;
  }

  /**
   * Ends the stream of a generation that has ended, or has been deleted, without its log telling
   * so.
   */
  void conclude(String generationId) {
    Optional<Answer> answer = conversations.answer(generationId);
    if (answer.isEmpty()) {
      streams.conclude(generationId, 0, List.of(Events.deleted()));
    } else if (answer.get().status() != MessageStatus.RUNNING) {
      streams.conclude(generationId, answer.get().lastSeq(), ending(answer.get()));
    }
  }
}
