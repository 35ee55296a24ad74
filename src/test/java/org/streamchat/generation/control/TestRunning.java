package org.streamchat.generation.control;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.streamchat.conversation.entity.Running;
import org.streamchat.provider.entity.Turn;

/** What is being generated, with nothing said yet. */
final class TestRunning {
  private TestRunning() {}

  static Running of(String generation, long epoch) {
    return new Running(
        generation,
        epoch,
        "owner",
        "session",
        "message",
        "question",
        "provider",
        "model",
        null,
        null,
        null,
        List.of(new Turn(Turn.Author.USER, "hi")),
        "",
        "",
        0,
        OffsetDateTime.now(ZoneOffset.UTC));
  }
}
