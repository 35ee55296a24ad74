package org.streamchat.stream.control;

import jakarta.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.streamchat.stream.Page;
import org.streamchat.stream.control.StreamLog.Claim;
import org.streamchat.stream.control.StreamWriter.Owner;
import org.streamchat.stream.entity.Draft;
import org.streamchat.stream.entity.Entry;
import org.streamchat.stream.entity.Opening;

/** A node: the streams it writes and follows, in a store that others share. */
public final class Site implements AutoCloseable {
  private final ExecutorService executor = Executors.newFixedThreadPool(2, TestThreads.FACTORY);
  private final StreamLog log;
  private final Streams streams;

  public Site(MemoryStore store, String name, Duration lease) {
    this(store, name, TestSettings.memory(lease));
  }

  Site(MemoryStore store, String name, StreamSettings settings) {
    this.log = store.node(name);
    this.streams = new Streams(log, settings, executor, TestThreads.FACTORY);
  }

  public Streams streams() {
    return streams;
  }

  StreamLog log() {
    return log;
  }

  /** What a writer's owner is told. */
  public static final class Told implements Owner {
    private final AtomicInteger stops = new AtomicInteger();
    private final AtomicInteger fences = new AtomicInteger();

    @Override
    public void stopRequested() {
      stops.incrementAndGet();
    }

    @Override
    public void fenced() {
      fences.incrementAndGet();
    }

    public int stops() {
      return stops.get();
    }

    public int fences() {
      return fences.get();
    }
  }

  public StreamWriter begin(String stream, Owner owner) {
    return streams.open(
        new Opening(stream, 1, 0, true, List.of(Draft.event("session", "{}"))),
        Map.of(),
        Site::seed,
        owner);
  }

  /** Takes over a stream whose owner's lease has expired, as recovery does. */
  public StreamWriter takeOver(String stream, Owner owner) {
    return takeOver(stream, 1, owner).orElseThrow();
  }

  /** The same from an owner of this epoch, of which the log may know nothing any more. */
  public Optional<StreamWriter> takeOver(String stream, long epoch, Owner owner) {
    return log.claim(stream, epoch).map(claim -> goOn(stream, claim, owner));
  }

  private StreamWriter goOn(String stream, Claim claim, Owner owner) {
    String text = text(streams.load(stream).entries());
    List<Draft> drafts = new ArrayList<>();
    if (!claim.intact()) {
      drafts.addAll(seed(Map.of("message", text)));
    }
    drafts.add(Draft.event("notice", "{\"state\":\"recovering\"}"));
    return streams.open(
        new Opening(stream, claim.epoch(), claim.seq(), !claim.intact(), drafts),
        Map.of("message", text),
        Site::seed,
        owner);
  }

  public static List<Draft> seed(Map<String, String> texts) {
    return List.of(snapshot(texts.getOrDefault("message", "")), Draft.event("session", "{}"));
  }

  public static Draft snapshot(String text) {
    return Draft.snapshot(
        "snapshot", Json.createObjectBuilder().add("content", text).build().toString());
  }

  /** What these entries add up to. */
  static String text(List<Entry> entries) {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      switch (entry.form()) {
        case TEXT -> text.append(entry.payload());
        case SNAPSHOT -> {
          text.setLength(0);
          text.append(Page.json(entry.payload()).getString("content"));
        }
        case EVENT, END -> {}
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    streams.close();
    executor.shutdown();
  }
}
