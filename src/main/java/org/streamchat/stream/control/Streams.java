package org.streamchat.stream.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import org.streamchat.problem.ProblemException;
import org.streamchat.stream.control.StreamLog.Lease;
import org.streamchat.stream.control.StreamLog.Verdict;
import org.streamchat.stream.control.StreamWriter.Owner;
import org.streamchat.stream.entity.Draft;
import org.streamchat.stream.entity.Entry;
import org.streamchat.stream.entity.Opening;

/** All streams this node writes or follows. */
public final class Streams implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Streams.class.getName());
  private static final int SILENT_LOOKS = 3;
  private static final String PROBE = "probe";

  private final StreamLog log;
  private final GroupCommit commit;
  private final GroupRead read;
  private final Executor executor;

  /** Guards every change of who brings a stream's tail up to date; no reader may miss it. */
  private final Object places = new Object();

  private final Map<String, StreamWriter> writers = new ConcurrentHashMap<>();
  private final Map<String, RemoteTail> remote = new ConcurrentHashMap<>();
  private volatile Consumer<String> silence = stream -> {};
  private volatile boolean answering = true;

  public Streams(StreamLog log, StreamSettings settings, Executor executor, ThreadFactory threads) {
    this.log = log;
    this.executor = executor;
    this.commit = new GroupCommit(log, settings, threads);
    this.read = new GroupRead(log, settings.flushInterval(), threads);
    commit.start();
    read.start();
    log.listen(this::hint, threads);
  }

  /**
   * Whom to tell of a stream that is followed here and has not grown for a while; may call {@link
   * #conclude}.
   */
  public void onSilence(Consumer<String> listener) {
    silence = listener;
  }

  /** Whether the log answers, as far as is known. */
  public boolean isLogAvailable() {
    return answering && !commit.isAway();
  }

  /**
   * Begins to write a stream. A stream that was followed here up to now goes on in the same tail.
   *
   * @param texts what the stream's text is so far, by type
   * @param seed makes the entries that a lost log begins anew with, the first of them a snapshot,
   *     from the texts
   */
  public StreamWriter open(
      Opening opening,
      Map<String, String> texts,
      Function<Map<String, String>, List<Draft>> seed,
      Owner owner) {
    String stream = opening.stream();
    List<Entry> before = opening.fresh() ? List.of() : load(stream).entries();
    StreamWriter former = writers.get(stream);
    if (former != null) {
      former.abandon();
    }
    Handover handover = new Handover(owner);
    synchronized (places) {
      RemoteTail followed = remote.remove(stream);
      Tail tail = followed == null ? new Tail(stream) : followed.tail();
      handover.writer = new StreamWriter(opening, tail, texts, seed, handover, commit::add);
      if (tail.lastSeq() > handover.writer.before()) {
        tail.restart();
      }
      tail.append(before);
      writers.put(stream, handover.writer);
    }
    handover.writer.announce();
    return handover.writer;
  }

  /** Lets go of a stream whose writer has come to its end. */
  public void close(StreamWriter writer) {
    writers.remove(writer.stream(), writer);
  }

  /** When a writer is fenced its readers go on with what the new owner writes. */
  private final class Handover implements Owner {
    private final Owner owner;
    private StreamWriter writer;

    Handover(Owner owner) {
      this.owner = owner;
    }

    @Override
    public void stopRequested() {
      owner.stopRequested();
    }

    @Override
    public void fenced() {
      RemoteTail followed = new RemoteTail(writer.tail());
      synchronized (places) {
        if (!writers.remove(writer.stream(), writer)) {
          return;
        }
        if (writer.isAhead()) {
          writer.tail().restart();
        }
        remote.put(writer.stream(), followed);
      }
      read.add(followed);
      owner.fenced();
    }
  }

  /**
   * Attaches a reader to a stream, wherever it is written. It is woken for all that comes after
   * this call; what the log had at the call is in the tail.
   *
   * @throws LogUnavailableException when the log has to be read and cannot be
   */
  public Tail follow(String stream, Tail.Reader reader) {
    RemoteTail followed;
    synchronized (places) {
      StreamWriter writer = writers.get(stream);
      if (writer != null) {
        writer.tail().attach(reader);
        return writer.tail();
      }
      followed = remote.computeIfAbsent(stream, name -> new RemoteTail(new Tail(name)));
      followed.tail().attach(reader);
    }
    try {
      followed.poll(log);
      if (!followed.tail().isEnded()) {
        log.watch(stream);
        followed.watched();
        followed.poll(log);
      }
    } catch (RuntimeException failure) {
      followed.tail().detach(reader);
      throw failure;
    }
    return followed.tail();
  }

  /** A log as it is now, whether it has ended or not; nobody keeps the tail up to date. */
  public Tail load(String stream) {
    Tail tail = new Tail(stream);
    new RemoteTail(tail).poll(log);
    return tail;
  }

  /**
   * Ends what this node knows of a stream that has ended without the log telling so.
   *
   * @param least the number after which the drafts are to be numbered
   */
  public void conclude(String stream, long least, List<Draft> drafts) {
    RemoteTail followed = remote.get(stream);
    if (followed != null) {
      followed.tail().conclude(least, drafts);
    }
  }

  /** To be called every {@link StreamSettings#TICK}: renews the leases. */
  public void tick() {
    renew(writers.values());
    if (writers.isEmpty() && !commit.isAway()) {
      probe();
    }
  }

  /** Whether the log answers although nothing is written. */
  private void probe() {
    try {
      ask();
      answering = true;
    } catch (LogUnavailableException away) {
      answering = false;
    }
  }

  /** A log that can be read but takes nothing is away, too. */
  private void ask() {
    log.probe(writers.isEmpty() ? Set.of(PROBE) : Set.copyOf(writers.keySet()));
  }

  /**
   * To be called every {@link StreamSettings#TICK}: looks at the logs others write. Whoever hears
   * of silence may take long; the leases do not wait for it.
   */
  public void look() {
    boolean away = false;
    for (RemoteTail followed : remote.values()) {
      if (isDeserted(followed)) {
        continue;
      }
      followed.look();
      if (!followed.tail().isEnded()) {
        read.add(followed);
        away = away || (followed.isUnwatched() && !watch(followed));
        away = askIfSilent(followed, away);
      }
    }
  }

  private boolean isDeserted(RemoteTail followed) {
    synchronized (places) {
      return !followed.tail().hasReaders() && remote.remove(followed.tail().stream(), followed);
    }
  }

  private boolean watch(RemoteTail followed) {
    try {
      log.watch(followed.tail().stream());
      followed.watched();
      return true;
    } catch (LogUnavailableException away) {
      return false;
    }
  }

  /** Whether the log is away: then it is not waited for once more in the same round. */
  private boolean askIfSilent(RemoteTail followed, boolean away) {
    int silent = followed.silentLooks();
    if (silent == 0 || silent % SILENT_LOOKS != 0) {
      return away;
    }
    boolean answers = false;
    try {
      answers = !away && heal(followed);
      silence.accept(followed.tail().stream());
    } catch (ProblemException unavailable) {
      LOG.log(Level.DEBUG, "Put off: {0}", unavailable.problem());
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "A stream cannot be followed", bug);
    }
    return !answers;
  }

  /** Readers of a log that is written further below what they have seen go back with it. */
  private boolean heal(RemoteTail followed) {
    try {
      followed.giveUpIfHoled(log);
      if (followed.isRewound(log.lastSeq(followed.tail().stream()))) {
        followed.tail().restart();
        read.add(followed);
      }
      return true;
    } catch (LogUnavailableException away) {
      return false;
    }
  }

  private void renew(Collection<StreamWriter> all) {
    List<StreamWriter> open = all.stream().filter(StreamWriter::isOpen).toList();
    try {
      if (commit.isAway()) {
        ask();
        commit.back();
        answering = true;
        LOG.log(Level.INFO, "The resume cache answers again");
        writers.values().forEach(StreamWriter::lost);
      } else if (!open.isEmpty()) {
        List<Verdict> verdicts = log.renew(open.stream().map(StreamWriter::lease).toList());
        for (int i = 0; i < verdicts.size(); i++) {
          if (verdicts.get(i) != Verdict.KEPT) {
            heed(open.get(i), verdicts.get(i));
          }
        }
        answering = true;
      }
    } catch (LogUnavailableException away) {
      // The next tick tries again; what is appended meanwhile finds out by itself.
      answering = false;
    }
  }

  private static void heed(StreamWriter writer, Verdict verdict) {
    if (!writer.isOpen()) {
      return;
    }
    switch (verdict) {
      case STOP_REQUESTED -> writer.askToStop();
      case LOST -> writer.lost();
      case FENCED -> writer.abandon();
      case KEPT -> {}
    }
  }

  private void hint(String stream) {
    StreamWriter writer = writers.get(stream);
    RemoteTail followed = remote.get(stream);
    if (followed != null) {
      followed.hinted();
      read.add(followed);
    }
    if (writer != null) {
      try {
        executor.execute(() -> renew(List.of(writer)));
      } catch (RejectedExecutionException closing) {
        // The tick makes up for it.
      }
    }
  }

  /**
   * Gives up all streams that are being written, so that other nodes take them over at once; their
   * readers go on with what those write.
   */
  public void release() {
    List<StreamWriter> given = List.copyOf(writers.values());
    given.forEach(StreamWriter::release);
    List<Lease> leases = given.stream().map(StreamWriter::lease).toList();
    try {
      log.release(leases);
    } catch (LogUnavailableException away) {
      LOG.log(Level.WARNING, "Leases could not be given up; they expire by themselves");
    }
    given.stream().filter(writer -> !writer.isEnding()).forEach(StreamWriter::abandon);
  }

  @Override
  public void close() {
    commit.close();
    read.close();
  }
}
