package org.streamchat.stream.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import org.streamchat.stream.control.StreamLog.Lease;
import org.streamchat.stream.control.StreamLog.Verdict;
import org.streamchat.stream.control.StreamWriter.Opening;
import org.streamchat.stream.control.StreamWriter.Owner;
import org.streamchat.stream.entity.Draft;

/** All streams this node writes or follows. */
public final class Streams implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Streams.class.getName());
  private static final int SILENT_POLLS = 3;

  private final StreamLog log;
  private final GroupCommit commit;
  private final Executor executor;
  private final Map<String, StreamWriter> writers = new ConcurrentHashMap<>();
  private final Map<String, RemoteTail> remote = new ConcurrentHashMap<>();
  private volatile Consumer<String> silence = stream -> {};

  public Streams(StreamLog log, StreamSettings settings, Executor executor, ThreadFactory threads) {
    this.log = log;
    this.executor = executor;
    this.commit = new GroupCommit(log, settings.flushInterval(), threads);
    commit.start();
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
    return !commit.isAway();
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
    RemoteTail followed = remote.remove(stream);
    Tail tail = followed == null ? new Tail(stream) : followed.tail();
    if (!opening.fresh()) {
      tail.append(load(stream).entries());
    }
    StreamWriter writer =
        new StreamWriter(opening, tail, texts, seed, new Handover(stream, owner), commit::add);
    writers.put(stream, writer);
    commit.add(writer);
    return writer;
  }

  /** Lets go of a stream whose writer has come to its end. */
  public void close(StreamWriter writer) {
    writers.remove(writer.stream(), writer);
  }

  /** When a writer is fenced its readers go on with what the new owner writes. */
  private final class Handover implements Owner {
    private final String stream;
    private final Owner owner;

    Handover(String stream, Owner owner) {
      this.stream = stream;
      this.owner = owner;
    }

    @Override
    public void stopRequested() {
      owner.stopRequested();
    }

    @Override
    public void fenced() {
      StreamWriter writer = writers.remove(stream);
      if (writer != null) {
        remote.put(stream, new RemoteTail(log, writer.tail()));
        owner.fenced();
      }
    }
  }

  /**
   * Attaches a reader to a stream, wherever it is written. It is woken for all that comes after
   * this call.
   *
   * @throws LogUnavailableException when the log has to be read and cannot be
   */
  public Tail follow(String stream, Tail.Reader reader) {
    StreamWriter writer = writers.get(stream);
    if (writer != null) {
      writer.tail().attach(reader);
      return writer.tail();
    }
    RemoteTail known =
        remote.compute(
            stream,
            (name, old) -> {
              RemoteTail current = old == null ? new RemoteTail(log, new Tail(name)) : old;
              current.tail().attach(reader);
              return current;
            });
    try {
      known.poll();
      if (!known.tail().isEnded()) {
        log.watch(stream);
        known.poll();
      }
    } catch (LogUnavailableException failure) {
      known.tail().detach(reader);
      throw failure;
    }
    return known.tail();
  }

  /** A log as it is now, whether it has ended or not; nobody keeps the tail up to date. */
  public Tail load(String stream) {
    Tail tail = new Tail(stream);
    new RemoteTail(log, tail).poll();
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
      followed.conclude(least, drafts);
    }
  }

  /**
   * To be called every {@link StreamSettings#TICK}: renews the leases and looks at the logs others
   * write.
   */
  public void tick() {
    renew(writers.values());
    remote.forEach(
        (stream, followed) -> {
          remote.computeIfPresent(
              stream, (name, current) -> current.tail().hasReaders() ? current : null);
          poll(followed);
        });
  }

  private void renew(Collection<StreamWriter> all) {
    List<StreamWriter> open = all.stream().filter(StreamWriter::isOpen).toList();
    try {
      if (commit.isAway()) {
        log.orphans(List.of("probe"));
        commit.back();
        LOG.log(Level.INFO, "The resume cache answers again");
        writers.values().forEach(StreamWriter::lost);
      } else if (!open.isEmpty()) {
        List<Verdict> verdicts = log.renew(open.stream().map(StreamWriter::lease).toList());
        for (int i = 0; i < verdicts.size(); i++) {
          if (verdicts.get(i) != Verdict.KEPT) {
            heed(open.get(i), verdicts.get(i));
          }
        }
      }
    } catch (LogUnavailableException away) {
      // The next tick tries again; what is appended meanwhile finds out by itself.
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

  private void poll(RemoteTail followed) {
    try {
      followed.poll();
    } catch (LogUnavailableException away) {
      return;
    }
    if (!followed.tail().isEnded() && followed.silentPolls() >= SILENT_POLLS) {
      silence.accept(followed.tail().stream());
    }
  }

  private void hint(String stream) {
    StreamWriter writer = writers.get(stream);
    RemoteTail followed = remote.get(stream);
    try {
      if (writer != null) {
        executor.execute(() -> renew(List.of(writer)));
      } else if (followed != null) {
        executor.execute(() -> poll(followed));
      }
    } catch (RejectedExecutionException closing) {
      // The tick makes up for it.
    }
  }

  /** Gives up all streams that are being written, so that other nodes take them over at once. */
  public void release() {
    List<Lease> leases = new ArrayList<>();
    writers.values().forEach(writer -> leases.add(writer.lease()));
    try {
      log.release(leases);
    } catch (LogUnavailableException away) {
      LOG.log(Level.WARNING, "Leases could not be given up; they expire by themselves");
    }
  }

  @Override
  public void close() {
    commit.close();
  }
}
