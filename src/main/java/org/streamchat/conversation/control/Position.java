package org.streamchat.conversation.control;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import org.streamchat.conversation.entity.ChatSession;
import org.streamchat.platform.control.Ids;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/** Where in the list of sessions a page ended. Its text means nothing to callers. */
record Position(Instant at, String id) {
  private static final int ID_LENGTH = 36;
  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

  static Position of(ChatSession session) {
    return new Position(session.updatedAt(), session.id());
  }

  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((id + at).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * @throws ProblemException INVALID_REQUEST when it is not the text of a position
   */
  static Position parse(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      if (plain.length() > ID_LENGTH && Ids.possible(plain.substring(0, ID_LENGTH))) {
        Instant at = Instant.parse(plain.substring(ID_LENGTH));
        if (!at.isBefore(Instant.EPOCH) && at.isBefore(END_OF_TIME)) {
          return new Position(at, plain.substring(0, ID_LENGTH));
        }
      }
    } catch (IllegalArgumentException | DateTimeParseException malformed) {
      // The same answer as for the text of something else.
    }
    throw new ProblemException(Problem.INVALID_REQUEST, "before takes what was given as next")
        .with("member", "before");
  }
}
