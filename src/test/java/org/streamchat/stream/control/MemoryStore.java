package org.streamchat.stream.control;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.streamchat.stream.entity.Entry;
import org.streamchat.stream.entity.Entry.Form;

/**
 * Logs in memory, shared by the nodes made from it, that misbehave on demand. Leases last until
 * they are taken away.
 */
public final class MemoryStore {
  private final Map<String, Log> logs = new HashMap<>();
  private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();
  private final List<Integer> trips = new ArrayList<>();
  private volatile boolean away;
  private volatile boolean readOnly;
  private volatile boolean losingAnswers;
  private volatile boolean losingHints;
  private volatile CountDownLatch held = new CountDownLatch(0);
  private int run;

  private static final class Log {
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> watchers = new LinkedHashSet<>();
    private long epoch;
    private long seq = -1;
    private int run;
    private boolean stop;
    private String owner;
    private String lease;
    private String note;
    private long progress = -1;
    private int attempts;
  }

  /** The store as one node sees it. */
  public StreamLog node(String name) {
    return new MemoryStreamLog(this, name);
  }

  /** Nothing is answered, nothing is carried out. */
  public void away(boolean away) {
    this.away = away;
  }

  /** Nothing is taken, while questions are answered. */
  public void isReadOnly(boolean readOnly) {
    this.readOnly = readOnly;
  }

  /** Everything is carried out, nothing is answered. */
  public void losesAnswers(boolean losing) {
    losingAnswers = losing;
  }

  /** Nobody is told of growth or of a stop. */
  public void hintsAreLost(boolean lost) {
    losingHints = lost;
  }

  /** Appends are carried out but not answered until {@link #letGo()}. */
  public void holdBack() {
    held = new CountDownLatch(1);
  }

  public void letGo() {
    held.countDown();
  }

  /** Forgets everything, as a restart without a file does. */
  public synchronized void forget() {
    logs.clear();
    run++;
  }

  /** Starts again, having lost the newest entries of every log. */
  public synchronized void restart(int lost) {
    run++;
    for (Log log : logs.values()) {
      int kept = Math.max(0, log.entries.size() - lost);
      log.entries.subList(kept, log.entries.size()).clear();
      log.seq = kept == 0 ? -1 : log.entries.get(kept - 1).seq();
    }
  }

  public synchronized void expireLease(String stream) {
    Log log = logs.get(stream);
    if (log != null) {
      log.lease = null;
    }
  }

  /** How many entries each round trip of appends has carried so far. */
  public synchronized List<Integer> trips() {
    return List.copyOf(trips);
  }

  public synchronized List<Entry> entries(String stream) {
    Log log = logs.get(stream);
    return log == null ? List.of() : List.copyOf(log.entries);
  }

  synchronized Set<String> watchers(String stream) {
    Log log = logs.get(stream);
    return log == null ? Set.of() : Set.copyOf(log.watchers);
  }

  void checkPresent() {
    if (away) {
      throw new LogUnavailableException(new IllegalStateException("away"));
    }
  }

  void checkWritable() {
    if (readOnly) {
      throw new LogUnavailableException(new IllegalStateException("read-only"));
    }
  }

  void answer() {
    if (away || losingAnswers) {
      throw new LogUnavailableException(new IllegalStateException("no answer"));
    }
  }

  void awaitRelease() {
    try {
      held.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized List<StreamLog.Verdict> append(List<StreamLog.Append> appends, String node) {
    trips.add(appends.stream().mapToInt(append -> append.entries().size()).sum());
    return appends.stream().map(append -> append(append, node)).toList();
  }

  private StreamLog.Verdict append(StreamLog.Append append, String node) {
    Log log = logs.computeIfAbsent(append.stream(), name -> new Log());
    if (log.epoch > append.epoch()) {
      return StreamLog.Verdict.FENCED;
    }
    long first = append.entries().get(0).seq();
    boolean there = !log.entries.isEmpty();
    boolean repeated = there && log.epoch == append.epoch() && log.seq >= first;
    if (append.fresh() && !repeated) {
      log.entries.clear();
      log.epoch = append.epoch();
      log.owner = node;
      log.run = run;
      log.seq = first - 1;
    } else if (!there || log.epoch < append.epoch() || first > log.seq + 1) {
      return StreamLog.Verdict.LOST;
    }
    for (Entry entry : append.entries()) {
      if (entry.seq() > log.seq) {
        log.entries.add(entry);
        log.seq = entry.seq();
      }
    }
    if (append.entries().get(append.entries().size() - 1).isEnd()) {
      log.lease = null;
    } else if (append.fresh()) {
      log.lease = node;
    }
    log.watchers.stream().filter(watcher -> !watcher.equals(node)).forEach(hint(append.stream()));
    return verdict(log);
  }

  private Consumer<String> hint(String stream) {
    return node -> {
      Consumer<String> listener = listeners.get(node);
      if (listener != null && !losingHints) {
        listener.accept(stream);
      }
    };
  }

  private static StreamLog.Verdict verdict(Log log) {
    return log.stop ? StreamLog.Verdict.STOP_REQUESTED : StreamLog.Verdict.KEPT;
  }

  synchronized StreamLog.Verdict renew(StreamLog.Lease lease, String node) {
    Log log = logs.get(lease.stream());
    if (log == null || log.epoch < lease.epoch()) {
      return StreamLog.Verdict.LOST;
    }
    if (log.epoch > lease.epoch()) {
      return StreamLog.Verdict.FENCED;
    }
    if (log.run != run) {
      return StreamLog.Verdict.LOST;
    }
    log.lease = node;
    return verdict(log);
  }

  synchronized void release(StreamLog.Lease lease) {
    Log log = logs.get(lease.stream());
    if (log != null && log.epoch == lease.epoch()) {
      log.lease = null;
      log.progress = -1;
    }
  }

  synchronized Set<String> orphans(Collection<String> streams) {
    Set<String> orphans = new HashSet<>(streams);
    orphans.removeIf(stream -> logs.containsKey(stream) && logs.get(stream).lease != null);
    return orphans;
  }

  synchronized Optional<StreamLog.Claim> claim(String stream, long epoch, String node) {
    Log log = logs.computeIfAbsent(stream, name -> new Log());
    if (log.lease != null) {
      return Optional.empty();
    }
    boolean there = !log.entries.isEmpty();
    log.epoch = Math.max(log.epoch, epoch) + 1;
    log.owner = node;
    log.lease = node;
    return Optional.of(
        new StreamLog.Claim(log.epoch, there ? log.seq : 0, there && log.run == run, log.stop));
  }

  synchronized void note(StreamLog.Note note) {
    Log log = logs.get(note.stream());
    if (log != null && log.epoch == note.epoch()) {
      log.note = note.text();
    }
  }

  synchronized Optional<String> noted(String stream) {
    return Optional.ofNullable(logs.get(stream)).map(log -> log.note);
  }

  synchronized int attempts(String stream, long progress) {
    Log log = logs.computeIfAbsent(stream, name -> new Log());
    log.attempts = log.progress == progress ? log.attempts + 1 : 1;
    log.progress = progress;
    return log.attempts;
  }

  synchronized List<Entry> read(StreamLog.Position position, int limit) {
    Log log = logs.get(position.stream());
    return log == null
        ? List.of()
        : log.entries.stream()
            .filter(entry -> entry.seq() > position.after())
            .limit(limit)
            .toList();
  }

  /** Loses the oldest entries of a log. */
  public synchronized void trim(String stream, int lost) {
    logs.get(stream).entries.subList(0, lost).clear();
  }

  synchronized void giveUp(String stream, long seq) {
    Log log = logs.get(stream);
    if (seq > 1
        && log != null
        && log.entries.stream()
            .anyMatch(entry -> entry.seq() == seq && entry.form() != Form.SNAPSHOT)
        && log.entries.stream().noneMatch(entry -> entry.seq() == seq - 1)) {
      log.entries.clear();
      log.run = -1;
    }
  }

  synchronized long lastSeq(String stream) {
    Log log = logs.get(stream);
    return log == null ? 0 : Math.max(0, log.seq);
  }

  synchronized boolean requestStop(String stream) {
    Log log = logs.computeIfAbsent(stream, none -> new Log());
    log.stop = true;
    if (log.owner == null) {
      return false;
    }
    hint(stream).accept(log.owner);
    return true;
  }

  synchronized void watch(String stream, String node) {
    Log log = logs.get(stream);
    if (log != null) {
      log.watchers.add(node);
    }
  }

  void listen(String node, Consumer<String> hints, ThreadFactory threads) {
    listeners.put(node, hints);
  }

  synchronized void delete(String stream) {
    logs.remove(stream);
  }
}
