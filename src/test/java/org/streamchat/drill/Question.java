package org.streamchat.drill;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streamchat.drill.Defect.Kind;
import org.streamchat.drill.Viewer.Pause;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ScriptedModel;

/**
 * One question, whoever watches its answer, and what is found when it has ended: all texts are
 * compared byte for byte.
 */
final class Question {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Pattern STATUS = Pattern.compile("^no \\w+: (\\d+)");
  private static final int MOST_WATCHERS = 2;
  private static final int REJOINABLE_ONE_IN = 3;

  private final Installation all;
  private final Random random;
  private final String message;
  private final JsonObject wishes;
  private final Consumer<String> complaints;
  private final List<Viewer> viewers = new ArrayList<>();
  private final List<Defect> defects = new ArrayList<>();
  private volatile String session;
  private volatile boolean over;
  private long began;
  private long ended;
  private KeptLog log;
  private Duration stall = Duration.ZERO;

  /**
   * @param complaints is told of every refusal and every error, by status or type
   */
  Question(Installation all, long seed, int number, Consumer<String> complaints) {
    this.all = all;
    this.random = new Random(seed * 31 + number);
    this.complaints = complaints;
    this.wishes =
        random.nextInt(REJOINABLE_ONE_IN) == 0
            ? Json.createObjectBuilder().add("provider", Installation.RESPONSES).build()
            : JsonValue.EMPTY_JSON_OBJECT;
    int tokens = 50 + random.nextInt(250);
    this.message =
        "drill "
            + seed
            + "-"
            + number
            + " tokens="
            + tokens
            + " pace="
            + (5 + random.nextInt(40))
            + (random.nextInt(4) == 0 ? " break=" + (1 + random.nextInt(tokens - 1)) : "");
  }

  /** Asks it, watches the answer to its end, and compares. */
  void ask(Executor threads) {
    began = System.nanoTime();
    session = patiently("no session", chat -> chat.createSession(wishes));
    viewers.add(new Asker(this, all, random.nextLong()));
    for (int i = random.nextInt(MOST_WATCHERS + 1); i > 0; i--) {
      viewers.add(new Viewer(this, all, random.nextLong()));
    }
    List<CompletableFuture<Void>> watching =
        viewers.stream().map(viewer -> CompletableFuture.runAsync(viewer::watch, threads)).toList();
    for (int i = 0; i < watching.size(); i++) {
      try {
        watching.get(i).join();
      } catch (RuntimeException stuck) {
        defects.add(new Defect(Kind.STUCK, message + ": " + stuck.getCause()));
      }
      // The asker comes first: when it is through there is nothing more to wait for.
      over = true;
    }
    ended = System.nanoTime();
    compare();
  }

  private <T> T patiently(String complaint, Function<ChatClient, T> call) {
    long since = System.nanoTime();
    while (true) {
      try {
        return call.apply(all.anyClient(random));
      } catch (UncheckedIOException | AssertionError away) {
        Matcher status = STATUS.matcher(String.valueOf(away.getMessage()));
        if (status.find()) {
          met(status.group(1));
        }
        if (System.nanoTime() - since > PATIENCE.toNanos()) {
          throw new IllegalStateException(complaint + " for " + message, away);
        }
        Fault.pass(POLL);
      }
    }
  }

  private void compare() {
    String whole = ScriptedModel.answerTo(message);
    List<JsonObject> rows = patiently("no messages", chat -> chat.messages(session));
    if (rows.size() != 2) {
      defects.add(new Defect(Kind.REPEATED, message + ": " + rows.size() + " messages"));
    }
    JsonObject row = rows.get(rows.size() - 1);
    if (!row.getString("status").equals("complete")) {
      defects.add(new Defect(Kind.LOST, message + ": its row is " + row.getString("status")));
    }
    Defect.between(whole, row.getString("content"), message + ", row").ifPresent(defects::add);
    for (Viewer viewer : viewers) {
      if (viewer.repeated() > 0) {
        String sent = message + ": sent again " + viewer.repeated();
        defects.add(new Defect(Kind.REPEATED, sent));
      }
      String text = viewer.text();
      if (text != null) {
        Defect.between(whole, text, message + ", viewer").ifPresent(defects::add);
        if (viewer.ends() != 1) {
          Kind kind = viewer.ends() == 0 ? Kind.LOST : Kind.REPEATED;
          defects.add(new Defect(kind, message + ": told " + viewer.ends() + " ends"));
        }
      }
    }
    compareLog(whole);
    viewers.forEach(Viewer::forget);
  }

  private void compareLog(String whole) {
    log = KeptLog.of(all.redis().url(), viewers.get(0).generation());
    if (log.isWhole()) {
      Defect.between(whole, log.text(), message + ", log").ifPresent(defects::add);
      if (log.ends() != 1 || log.hasHole()) {
        defects.add(new Defect(Kind.REPEATED, message + ": a log with a hole or many ends"));
      }
    }
  }

  String session() {
    return session;
  }

  String message() {
    return message;
  }

  /** Whether the asker has seen the end. */
  boolean isOver() {
    return over;
  }

  /** A call was refused with this status, or an answer ended with an error of this type. */
  void met(String complaint) {
    complaints.accept(complaint);
  }

  List<Viewer> viewers() {
    return viewers;
  }

  List<Defect> defects() {
    return defects;
  }

  /** What was there of its log when it was over. */
  KeptLog log() {
    return log;
  }

  /**
   * Finds viewers who were shown nothing for longer than this although answers could go on, and a
   * log that lacks the end though nothing has befallen it.
   *
   * @param incidents all there have been so far
   */
  void judge(List<Incident> incidents, Duration bound) {
    stall =
        Duration.ofNanos(
            viewers.stream()
                .flatMap(viewer -> viewer.pauses().stream())
                .mapToLong(pause -> unexplained(pause, incidents))
                .max()
                .orElse(0));
    if (stall.compareTo(bound) > 0) {
      defects.add(
          new Defect(Kind.STUCK, message + ": nothing new for " + stall.toSeconds() + " s"));
    }
    boolean costly =
        incidents.stream()
            .filter(incident -> incident.fault().mayCostALog())
            .anyMatch(incident -> incident.touches(began, System.nanoTime()));
    if (!costly && !log.isWhole()) {
      defects.add(new Defect(Kind.LOST, message + ": its log is gone or lacks the end"));
    }
  }

  /** How long answers could go on during a pause; incidents come one after the other. */
  private static long unexplained(Pause pause, List<Incident> incidents) {
    long nanos = 0;
    long at = pause.from();
    for (Incident incident : incidents) {
      long began = Math.min(incident.began(), pause.to());
      nanos += Math.max(0, began - at);
      at = Math.max(at, Math.min(incident.mendedAt(), pause.to()));
    }
    return nanos + pause.to() - at;
  }

  /** The longest time that a viewer was shown nothing although answers could go on. */
  Duration stall() {
    return stall;
  }

  /**
   * The longest time that a viewer was shown nothing while this fault lasted, and no other one.
   *
   * @param incidents all there have been
   */
  Duration longestPause(Incident incident, Collection<Incident> incidents) {
    return Duration.ofNanos(
        viewers.stream()
            .flatMap(viewer -> viewer.pauses().stream())
            .filter(
                pause ->
                    incidents.stream()
                        .filter(other -> other.touches(pause.from(), pause.to()))
                        .toList()
                        .equals(List.of(incident)))
            .mapToLong(pause -> pause.to() - pause.from())
            .max()
            .orElse(0));
  }

  /** Whether it was under way while the fault lasted. */
  boolean isHitBy(Incident incident) {
    return incident.touches(began, ended);
  }
}
