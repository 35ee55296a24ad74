package org.streamchat.drill;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatStream;
import org.streamchat.support.Frame;

/**
 * Asks one question and watches its answer as a careful client does: any node, by cursor, until the
 * end.
 */
final class Viewer {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int CUT_ONE_IN = 4;

  private final Supplier<ChatClient> anyNode;
  private final Random random;
  private final String message;
  private final String key = UUID.randomUUID().toString();
  private final List<Frame> frames = new CopyOnWriteArrayList<>();
  private String session;
  private boolean begun;
  private boolean settled;
  private int connections;
  private int continued;

  Viewer(Supplier<ChatClient> anyNode, long seed, String message) {
    this.anyNode = anyNode;
    this.random = new Random(seed);
    this.message = message;
  }

  /** Returns when the answer has ended. */
  void watch() {
    await(message)
        .atMost(PATIENCE)
        .pollInterval(POLL)
        .until(() -> attempt(ChatClient::createSession, id -> session = id));
    await(message).atMost(PATIENCE).pollInterval(POLL).until(this::ended);
  }

  private static boolean passing(int status) {
    return status == 503 || status == 500 || status == 409;
  }

  private <T> boolean attempt(Function<ChatClient, T> call, java.util.function.Consumer<T> then) {
    try {
      then.accept(call.apply(anyNode.get()));
      return true;
    } catch (UncheckedIOException | AssertionError away) {
      return false;
    }
  }

  private boolean ended() {
    attempt(this::connect, this::follow);
    if (settled) {
      return true;
    }
    Frame last = frames.isEmpty() ? null : frames.get(frames.size() - 1);
    if (last != null && last.event().equals("error")) {
      begun = true;
      carryOn = true;
      return false;
    }
    return last != null && last.terminal();
  }

  private boolean carryOn;

  private ChatStream connect(ChatClient chat) {
    if (carryOn) {
      continued++;
      carryOn = false;
      frames.clear();
      return chat.carryOn(session, "");
    }
    return begun ? chat.follow(session, Frame.lastId(frames)) : chat.ask(session, message, key);
  }

  private void follow(ChatStream stream) {
    connections++;
    try (stream) {
      if (stream.status() == 204) {
        settled = true;
        return;
      }
      if (stream.status() != 200) {
        if (!passing(stream.status()) && stream.status() != 502 && stream.status() != 504) {
          throw new IllegalStateException(message + ": unexpected status " + stream.status());
        }
        return;
      }
      begun = true;
      int cutAfter = random.nextInt(CUT_ONE_IN) == 0 ? random.nextInt(20) : Integer.MAX_VALUE;
      CompletableFuture<Void> reading = stream.eachLater(frames::add);
      int from = frames.size();
      long[] last = {System.nanoTime(), -1};
      await()
          .atMost(PATIENCE)
          .pollInterval(POLL)
          .until(
              () -> {
                long signs = frames.size() + (long) stream.comments();
                if (signs != last[1]) {
                  last[0] = System.nanoTime();
                  last[1] = signs;
                }
                return reading.isDone()
                    || frames.size() - from > cutAfter
                    || System.nanoTime() - last[0] > SILENCE.toNanos();
              });
      stream.close();
      await().atMost(PATIENCE).until(reading::isDone);
    }
  }

  String session() {
    return session;
  }

  String message() {
    return message;
  }

  /** The text as this viewer has it; null when it was told to look into the stored message. */
  String text() {
    return settled ? null : Frame.text(frames);
  }

  long ends() {
    return frames.stream().filter(Frame::terminal).count();
  }

  int connections() {
    return connections;
  }

  int continued() {
    return continued;
  }
}
