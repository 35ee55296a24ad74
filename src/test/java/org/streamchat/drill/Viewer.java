package org.streamchat.drill;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatStream;
import org.streamchat.support.Frame;

/**
 * Watches one answer as a careful client does: any node, by cursor, until the end. Whoever asked
 * also carries on by hand when the answer ends with an error.
 */
class Viewer {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration SLOWNESS = Duration.ofMillis(60);
  private static final Duration NOTED_PAUSE = Duration.ofMillis(500);
  private static final int CUT_ONE_IN = 4;
  private static final int SLOW_ONE_IN = 6;

  /** A time in which nothing came. */
  record Pause(long from, long to) {}

  final Question question;
  final Random random;
  private final Installation all;
  private final boolean slow;
  private final List<Frame> frames = new CopyOnWriteArrayList<>();
  private final Queue<Pause> pauses = new ConcurrentLinkedQueue<>();
  private volatile long lastSign = System.nanoTime();
  private boolean nothingLeft;
  private volatile int repeated;
  private int ends;
  private int connections;
  private int errors;

  Viewer(Question question, Installation all, long seed) {
    this.question = question;
    this.all = all;
    this.random = new Random(seed);
    this.slow = random.nextInt(SLOW_ONE_IN) == 0;
  }

  /** Returns when the answer has ended, or when that has been waited for for too long. */
  void watch() {
    long began = System.nanoTime();
    lastSign = began;
    while (!isOver()) {
      long now = System.nanoTime();
      if (now - lastSign > PATIENCE.toNanos() || now - began > LONGEST.toNanos()) {
        noteSign();
        throw new IllegalStateException("stuck at " + Frame.lastId(frames));
      }
      try (ChatStream stream = connect(all.anyClient(random))) {
        follow(stream);
      } catch (UncheckedIOException away) {
        // Another node, or the same a moment later.
      }
      Fault.pass(POLL);
    }
    noteSign();
  }

  private boolean isOver() {
    Frame last = frames.isEmpty() ? null : frames.get(frames.size() - 1);
    if (last != null && last.event().equals("error")) {
      errors++;
      question.met(last.data().getString("type").replaceFirst(".*:", ""));
      ends = 0;
      failed();
      frames.clear();
      return false;
    }
    return nothingLeft || (last != null && last.terminal());
  }

  /** The answer has ended with an error. */
  void failed() {}

  ChatStream connect(ChatClient chat) {
    return chat.follow(question.session(), cursor());
  }

  /** Whether there is nothing more to come when the server says so. */
  boolean believes() {
    return question.isOver();
  }

  String cursor() {
    return Frame.lastId(frames);
  }

  private void follow(ChatStream stream) {
    connections++;
    if (stream.status() == 204) {
      nothingLeft = !cursor().isEmpty() || believes();
    } else if (stream.status() == 200) {
      read(stream);
    } else {
      question.met(Integer.toString(stream.status()));
    }
  }

  private void read(ChatStream stream) {
    int cutAfter =
        random.nextInt(CUT_ONE_IN) == 0 ? frames.size() + random.nextInt(20) : Integer.MAX_VALUE;
    CompletableFuture<Void> reading = stream.eachLater(this::take);
    long lastHeard = System.nanoTime();
    int heard = -1;
    while (!reading.isDone()
        && frames.size() <= cutAfter
        && System.nanoTime() - lastHeard < SILENCE.toNanos()) {
      Fault.pass(POLL);
      if (frames.size() + stream.comments() != heard) {
        heard = frames.size() + stream.comments();
        lastHeard = System.nanoTime();
      }
    }
    stream.close();
    reading.join();
    forgetUnfinished();
  }

  /** Frames without an id are a part of what the next one with an id completes. */
  private void forgetUnfinished() {
    int last = frames.size() - 1;
    if (last >= 0 && frames.get(last).terminal()) {
      return;
    }
    while (last >= 0 && frames.get(last).id().isEmpty()) {
      frames.remove(last--);
    }
  }

  private void take(Frame frame) {
    if (slow) {
      Fault.pass(SLOWNESS);
    }
    if (!frame.event().equals("notice")) {
      noteSign();
    }
    repeated += hasBeenSent(frame) ? 1 : 0;
    ends += frame.terminal() ? 1 : 0;
    frames.add(frame);
  }

  /** Whether the cursor has told that it is known. */
  private boolean hasBeenSent(Frame frame) {
    String cursor = cursor();
    return !frame.id().isEmpty()
        && cursor.startsWith(frame.generation() + ":")
        && frame.seq() <= Long.parseLong(cursor.substring(cursor.lastIndexOf(':') + 1));
  }

  private void noteSign() {
    long now = System.nanoTime();
    if (now - lastSign > NOTED_PAUSE.toNanos()) {
      pauses.add(new Pause(lastSign, now));
    }
    lastSign = now;
  }

  /** The text as this viewer has it; null when there was nothing left to see. */
  String text() {
    return frames.isEmpty() ? null : Frame.text(frames);
  }

  /** How many ends it was told since it last began anew. */
  int ends() {
    return ends;
  }

  /** How many events came that it had had already. */
  int repeated() {
    return repeated;
  }

  /** How often it was told that the answer has failed. */
  int errors() {
    return errors;
  }

  int connections() {
    return connections;
  }

  List<Pause> pauses() {
    return new ArrayList<>(pauses);
  }

  /** Keeps no more than the counts. */
  void forget() {
    frames.clear();
  }

  /** Where the answer's log is. */
  String generation() {
    String cursor = cursor();
    return cursor.isEmpty() ? "" : cursor.substring(0, cursor.lastIndexOf(':'));
  }
}
