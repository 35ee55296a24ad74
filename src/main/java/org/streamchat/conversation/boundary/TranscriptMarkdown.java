package org.streamchat.conversation.boundary;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.streamchat.conversation.control.Transcripts;
import org.streamchat.conversation.control.Transcripts.Transcript;
import org.streamchat.conversation.entity.Author;
import org.streamchat.conversation.entity.Message;
import org.streamchat.conversation.entity.MessageStatus;

/** The branch that a session shows, to be read. */
final class TranscriptMarkdown {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private TranscriptMarkdown() {}

  static void write(
      Transcripts transcripts, Transcript transcript, boolean chinese, OutputStream out)
      throws IOException {
    String title = transcript.session().title();
    try {
      put(out, "# " + (title.isEmpty() ? (chinese ? "新对话" : "New conversation") : title) + "\n");
      transcripts.forEach(transcript, message -> put(out, text(message, chinese)));
    } catch (UncheckedIOException gone) {
      throw gone.getCause();
    }
  }

  private static String text(Message message, boolean chinese) {
    String heading =
        message.author() == Author.USER
            ? (chinese ? "我" : "You")
            : (chinese ? "助手" : "Assistant")
                + (message.model() == null ? "" : " (" + message.model() + ")");
    StringBuilder text = new StringBuilder();
    text.append("\n## ").append(heading).append(" · ").append(TIME.format(message.createdAt()));
    text.append("\n\n");
    if (!message.reasoning().isEmpty()) {
      text.append(message.reasoning().strip().replaceAll("(?m)^", "> ")).append("\n\n");
    }
    text.append(message.content().strip()).append('\n');
    if (message.status() != MessageStatus.COMPLETE) {
      text.append("\n*(").append(ending(message.status(), chinese)).append(")*\n");
    }
    return text.toString();
  }

  private static String ending(MessageStatus status, boolean chinese) {
    if (!chinese) {
      return status.wire();
    }
    return switch (status) {
      case RUNNING -> "正在生成";
      case STOPPED -> "已停止";
      case INTERRUPTED -> "已中断";
      default -> "失败";
    };
  }

  private static void put(OutputStream out, String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
