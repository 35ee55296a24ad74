package org.streamchat.stream.control;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.streamchat.stream.entity.Entry;

/**
 * The port to the store of the logs. Every method is bounded in time and may block for as long;
 * each throws {@link LogUnavailableException} when the store did not answer, after which the caller
 * does not know whether the call was carried out: all are safe to repeat.
 */
public interface StreamLog {

  /**
   * Entries to be added at the end of a log.
   *
   * @param fresh begin the log anew with these entries, whatever it held
   * @param entries contiguous; the last one may be the end
   */
  record Append(String stream, long epoch, boolean fresh, List<Entry> entries) {}

  /** The right to write to a stream, which must be renewed more often than it expires. */
  record Lease(String stream, long epoch) {}

  /** What a later owner of a stream is to know; it has no meaning here. */
  record Note(String stream, long epoch, String text) {}

  /** A place in a log, behind the entry of this number. */
  record Position(String stream, long after) {}

  /** What became of an append or a renewal. */
  enum Verdict {
    /** Done. */
    KEPT,
    /** Done; and someone has asked for the stream to be ended. */
    STOP_REQUESTED,
    /**
     * Not done: the log is not there, or may not be as the caller left it. It is to be begun
     * afresh.
     */
    LOST,
    /** Not done: another writer owns the stream now. */
    FENCED
  }

  /**
   * A stream taken over from an owner that let its lease expire.
   *
   * @param epoch the new owner's
   * @param seq number of the last entry; 0 when the log was lost
   * @param intact false when the store may have forgotten entries that readers have seen
   * @param stopRequested someone has asked the former owner for the stream's end
   */
  record Claim(long epoch, long seq, boolean intact, boolean stopRequested) {}

  /**
   * Adds to many logs in one round trip. Entries that the log holds already are passed over, so
   * that an append may be repeated. A fresh append, and the end of a log, also set the lifetime of
   * all its keys.
   *
   * @return a verdict for each, in order
   */
  List<Verdict> append(List<Append> appends);

  /** Renews leases in one round trip. */
  List<Verdict> renew(List<Lease> leases);

  /**
   * Gives up the right to write, so that another node may take over at once. An owner that could do
   * so has not died of the stream: {@link #attempts} begins anew.
   */
  void release(List<Lease> leases);

  /** Returns when the store takes what is written to any of these streams. */
  void probe(Collection<String> streams);

  /** Those of {@code streams} that nobody holds a lease of. */
  Set<String> orphans(Collection<String> streams);

  /**
   * Takes over a stream without a lease, with an epoch higher than {@code epoch} and any before;
   * one caller wins.
   *
   * @return empty when someone holds the lease
   */
  Optional<Claim> claim(String stream, long epoch);

  /**
   * Keeps the notes for as long as the log, each in place of the stream's former one, in one round
   * trip. That of a former owner is passed over.
   */
  void note(List<Note> notes);

  /** The stream's newest note; empty when there is none. */
  Optional<String> noted(String stream);

  /**
   * Counts claims that found no progress: how many in a row, this one included, found the same
   * {@code progress} and an owner that had given nothing up.
   */
  int attempts(String stream, long progress);

  /**
   * Of each log the entries strictly after the position, oldest first, at most {@code limit}; none
   * also when there is no log. One round trip.
   */
  List<List<Entry>> read(List<Position> positions, int limit);

  /** The same for one log. */
  default List<Entry> read(String stream, long after, int limit) {
    return read(List.of(new Position(stream, after)), limit).get(0);
  }

  /**
   * Gives up a log that has lost what was before this entry, e.g. by trimming, unless the entry
   * follows on another or replaces all before it. The owner finds the log lost with its next append
   * or renewal, and begins it anew.
   */
  void giveUp(String stream, long seq);

  /** Number of a log's newest entry; 0 when there is no log. */
  long lastSeq(String stream);

  /**
   * Asks the owner, wherever it is, to end the stream. The owner learns of it with its next append
   * or renewal.
   *
   * @return false when there is no such log; whoever begins it is asked then
   */
  boolean requestStop(String stream);

  /** Has hints of this stream's growth sent to this node, until the stream's keys expire. */
  void watch(String stream);

  /**
   * Calls {@code hints} with the name of a stream that has grown or is to be stopped, as soon as
   * this node hears of it. Hints may be lost. Returns at once; at most one listener.
   */
  void listen(Consumer<String> hints, ThreadFactory threads);

  void delete(String stream);
}
