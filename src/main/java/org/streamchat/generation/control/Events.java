package org.streamchat.generation.control;

import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReaderFactory;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.streamchat.conversation.entity.Answer;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.conversation.entity.Running;
import org.streamchat.problem.Problem;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;
import org.streamchat.stream.control.Tail;
import org.streamchat.stream.entity.Draft;
import org.streamchat.stream.entity.Entry;

/** The events of a generation's stream, in the words of the wire. */
public final class Events {
  static final String MESSAGE = "message";
  static final String REASONING = "reasoning";
  static final String NOTICE = "notice";
  static final String DONE = "done";
  static final String ERROR = "error";

  private static final String SESSION = "session";
  private static final String SNAPSHOT = "snapshot";
  private static final String CONTENT = "content";
  private static final JsonBuilderFactory JSON =
      JsonProvider.provider().createBuilderFactory(Map.of());
  private static final JsonReaderFactory READERS =
      JsonProvider.provider().createReaderFactory(Map.of());

  private Events() {}

  /** The first event of a stream: what it is about. */
  static Draft session(Running running) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("sessionId", running.sessionId())
            .add("generationId", running.generationId())
            .add("messageId", running.messageId())
            .add("userMessageId", running.userMessageId())
            .add("provider", running.provider())
            .add("model", running.model());
    if (running.role() != null) {
      json.add("role", running.role());
    }
    return Draft.event(SESSION, json.build().toString());
  }

  /** What a stream that is begun anew begins with: the whole text so far, and what it is about. */
  static List<Draft> anew(Running running, Map<String, String> texts) {
    List<Draft> drafts =
        snapshot(texts.getOrDefault(MESSAGE, ""), texts.getOrDefault(REASONING, ""));
    drafts.add(session(running));
    return drafts;
  }

  static String notice(String state) {
    return JSON.createObjectBuilder().add("state", state).build().toString();
  }

  /**
   * The whole text so far: a snapshot with as much as fits into one frame, the rest as text behind
   * it.
   */
  static List<Draft> snapshot(String content, String reasoning) {
    String text = head(content, Tail.FRAME_CHARACTERS / 2);
    String thought = head(reasoning, Tail.FRAME_CHARACTERS / 2);
    JsonObjectBuilder json = JSON.createObjectBuilder().add(CONTENT, text);
    if (!thought.isEmpty()) {
      json.add(REASONING, thought);
    }
    List<Draft> drafts = new ArrayList<>();
    drafts.add(Draft.snapshot(SNAPSHOT, json.build().toString()));
    addText(drafts, REASONING, reasoning.substring(thought.length()));
    addText(drafts, MESSAGE, content.substring(text.length()));
    return drafts;
  }

  private static void addText(List<Draft> drafts, String type, String text) {
    String rest = text;
    while (!rest.isEmpty()) {
      String piece = head(rest, Tail.FRAME_CHARACTERS);
      drafts.add(Draft.text(type, piece));
      rest = rest.substring(piece.length());
    }
  }

  /** The first {@code length} characters, one less where that would cut a surrogate pair. */
  private static String head(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    return text.substring(
        0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
  }

  /** What a stream's entries add up to, by type. */
  static Map<String, String> texts(List<Entry> entries) {
    Map<String, StringBuilder> texts = new LinkedHashMap<>();
    for (Entry entry : entries) {
      switch (entry.form()) {
        case TEXT ->
            texts
                .computeIfAbsent(entry.type(), none -> new StringBuilder())
                .append(entry.payload());
        case SNAPSHOT -> {
          JsonObject snapshot =
              READERS.createReader(new StringReader(entry.payload())).readObject();
          texts.put(MESSAGE, new StringBuilder(snapshot.getString(CONTENT)));
          texts.put(REASONING, new StringBuilder(snapshot.getString(REASONING, "")));
        }
        case EVENT, END -> {}
      }
    }
    return texts(
        texts.getOrDefault(MESSAGE, new StringBuilder()).toString(),
        texts.getOrDefault(REASONING, new StringBuilder()).toString());
  }

  static Map<String, String> texts(String content, String reasoning) {
    return Map.of(MESSAGE, content, REASONING, reasoning);
  }

  /** The last event of a stream. */
  static Draft end(Outcome outcome, String messageId) {
    return end(
        messageId,
        outcome.status(),
        outcome.finishReason(),
        outcome.usage(),
        outcome.responseTimeMs(),
        outcome.problem(),
        outcome.detail(),
        !outcome.content().isEmpty());
  }

  /** The last event of a stream, from what the database knows. */
  static Draft end(Answer answer) {
    return end(
        answer.messageId(),
        answer.status(),
        answer.finishReason(),
        answer.usage(),
        answer.responseTimeMs() == null ? 0 : answer.responseTimeMs(),
        answer.problem(),
        answer.detail(),
        !answer.content().isEmpty());
  }

  /** The last event of a stream that is not to be kept. */
  static Draft deleted() {
    Problem why = Problem.UNKNOWN_GENERATION;
    return Draft.end(
        ERROR,
        error(JSON.createObjectBuilder(), why, "The session has been deleted.")
            .add("partial", false)
            .build()
            .toString());
  }

  private static JsonObjectBuilder error(JsonObjectBuilder json, Problem why, String detail) {
    return json.add("type", why.type())
        .add("title", why.title())
        .add("detail", detail)
        .add("retryable", why.retryable());
  }

  private static Draft end(
      String messageId,
      MessageStatus status,
      FinishReason reason,
      Usage usage,
      long responseTimeMs,
      Problem problem,
      String detail,
      boolean partial) {
    JsonObjectBuilder json = JSON.createObjectBuilder().add("messageId", messageId);
    if (status == MessageStatus.FAILED || status == MessageStatus.INTERRUPTED) {
      Problem why = problem == null ? Problem.INTERRUPTED : problem;
      error(json, why, detail == null ? why.title() : detail).add("partial", partial);
      return Draft.end(ERROR, json.build().toString());
    }
    json.add("finishReason", reason.wire());
    if (usage != null) {
      json.add("usage", usage(usage));
    }
    json.add("responseTimeMs", responseTimeMs);
    return Draft.end(DONE, json.build().toString());
  }

  /** What an answer took, as it is told everywhere. */
  public static JsonObjectBuilder usage(Usage usage) {
    return JSON.createObjectBuilder()
        .add("promptTokens", usage.promptTokens())
        .add("completionTokens", usage.completionTokens());
  }
}
