package org.streamchat.conversation.boundary;

import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.OutputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.streamchat.conversation.control.Transcripts;
import org.streamchat.conversation.control.Transcripts.Transcript;
import org.streamchat.conversation.entity.Author;
import org.streamchat.conversation.entity.Change;
import org.streamchat.conversation.entity.ChatSession;
import org.streamchat.conversation.entity.ImportedMessage;
import org.streamchat.conversation.entity.ImportedSession;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.SessionChange;
import org.streamchat.conversation.entity.SessionView;
import org.streamchat.conversation.entity.Shown;
import org.streamchat.platform.control.JsonBody;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;

/** A session with all its branches as a JSON file, which can be taken in again. */
final class TranscriptJson {
  private static final String FORMAT = "streamchat-session";
  private static final int VERSION = 1;
  private static final JsonGeneratorFactory GENERATORS =
      JsonProvider.provider().createGeneratorFactory(Map.of());

  private TranscriptJson() {}

  static void write(Transcripts transcripts, Transcript transcript, OutputStream out) {
    try (JsonGenerator json = GENERATORS.createGenerator(out)) {
      ChatSession session = transcript.session();
      json.writeStartObject()
          .write("format", FORMAT)
          .write("version", VERSION)
          .write("session", SessionJson.session(new SessionView(session, null, null)));
      if (session.currentLeaf() != null) {
        json.write("leaf", session.currentLeaf());
      }
      json.writeStartArray("messages");
      transcripts.forEach(
          transcript, message -> json.write(SessionJson.message(new Shown(message, null))));
      json.writeEnd().writeEnd();
    }
  }

  /**
   * @throws ProblemException INVALID_REQUEST
   */
  static ImportedSession read(JsonBody file) {
    Long version = file.count("version");
    if (!FORMAT.equals(file.text("format")) || version == null || version != VERSION) {
      throw invalid("format", "The file is not an export of a session in version " + VERSION);
    }
    JsonBody session = file.object("session");
    return new ImportedSession(
        session == null ? settings(file) : settings(session),
        file.objects("messages").stream().map(TranscriptJson::message).toList(),
        file.text("leaf"));
  }

  private static SessionChange settings(JsonBody json) {
    String title = json.text("title");
    return new SessionChange(
        title == null || title.isBlank() ? null : title,
        given(json, "role"),
        given(json, "provider"),
        given(json, "model"),
        given(json, "systemPrompt"));
  }

  private static Change given(JsonBody json, String member) {
    String text = json.text(member);
    return text == null ? Change.NONE : Change.to(text);
  }

  private static ImportedMessage message(JsonBody json) {
    JsonBody usage = json.object("usage");
    Long promptTokens = usage == null ? null : usage.count("promptTokens");
    Long completionTokens = usage == null ? null : usage.count("completionTokens");
    return new ImportedMessage(
        json.requiredText("id"),
        json.text("parentId"),
        constant(json, "author", Author.values(), null),
        json.requiredText("content"),
        json.text("reasoning"),
        constant(json, "status", MessageStatus.values(), MessageStatus.COMPLETE),
        json.text("finishReason") == null
            ? null
            : constant(json, "finishReason", FinishReason.values(), null),
        json.text("provider"),
        json.text("model"),
        promptTokens == null || completionTokens == null
            ? null
            : new Usage(promptTokens, completionTokens),
        json.count("responseTimeMs"),
        time(json));
  }

  /**
   * @param absent what stands for an absent one; null when there must be one
   */
  private static <E extends Enum<E>> E constant(
      JsonBody json, String member, E[] constants, E absent) {
    String text = absent == null ? json.requiredText(member) : json.text(member);
    if (text == null) {
      return absent;
    }
    return Arrays.stream(constants)
        .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() -> invalid(member, "A message's " + member + " is not one of an export"));
  }

  private static Instant time(JsonBody json) {
    try {
      return Instant.parse(json.requiredText("createdAt")).truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeParseException malformed) {
      throw invalid("createdAt", "createdAt takes a time such as 2026-01-31T12:00:00Z");
    }
  }

  private static ProblemException invalid(String member, String detail) {
    return new ProblemException(Problem.INVALID_REQUEST, detail).with("member", member);
  }
}
