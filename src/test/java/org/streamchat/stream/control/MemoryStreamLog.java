package org.streamchat.stream.control;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.streamchat.stream.entity.Entry;

/** One node's view of a {@link MemoryStore}. */
record MemoryStreamLog(MemoryStore store, String node) implements StreamLog {
  private <T> T asking(Supplier<T> question) {
    store.checkPresent();
    T answer = question.get();
    store.answer();
    return answer;
  }

  @Override
  public List<Verdict> append(List<Append> appends) {
    return asking(
        () -> {
          store.checkWritable();
          List<Verdict> verdicts = store.append(appends, node);
          store.awaitRelease();
          return verdicts;
        });
  }

  @Override
  public List<Verdict> renew(List<Lease> leases) {
    return asking(() -> leases.stream().map(lease -> store.renew(lease, node)).toList());
  }

  @Override
  public void release(List<Lease> leases) {
    asking(
        () -> {
          leases.forEach(store::release);
          return true;
        });
  }

  @Override
  public void probe(Collection<String> streams) {
    asking(
        () -> {
          store.checkWritable();
          return true;
        });
  }

  @Override
  public Set<String> orphans(Collection<String> streams) {
    return asking(() -> store.orphans(streams));
  }

  @Override
  public Optional<Claim> claim(String stream, long epoch) {
    return asking(() -> store.claim(stream, epoch, node));
  }

  @Override
  public void note(List<Note> notes) {
    asking(
        () -> {
          notes.forEach(store::note);
          return true;
        });
  }

  @Override
  public Optional<String> noted(String stream) {
    return asking(() -> store.noted(stream));
  }

  @Override
  public int attempts(String stream, long progress) {
    return asking(() -> store.attempts(stream, progress));
  }

  @Override
  public List<List<Entry>> read(List<Position> positions, int limit) {
    return asking(() -> positions.stream().map(at -> store.read(at, limit)).toList());
  }

  @Override
  public void giveUp(String stream, long seq) {
    asking(
        () -> {
          store.giveUp(stream, seq);
          return true;
        });
  }

  @Override
  public long lastSeq(String stream) {
    return asking(() -> store.lastSeq(stream));
  }

  @Override
  public boolean requestStop(String stream) {
    return asking(() -> store.requestStop(stream));
  }

  @Override
  public void watch(String stream) {
    asking(
        () -> {
          store.watch(stream, node);
          return true;
        });
  }

  @Override
  public void listen(Consumer<String> hints, ThreadFactory threads) {
    store.listen(node, hints, threads);
  }

  @Override
  public void delete(String stream) {
    asking(
        () -> {
          store.delete(stream);
          return true;
        });
  }
}
