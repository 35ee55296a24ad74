package org.streamchat.stream.control;

import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.streamchat.platform.control.RedisAccess;
import org.streamchat.stream.entity.Entry;
import org.streamchat.stream.entity.Entry.Form;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * Logs in Redis: {@code sc:{g}:log} is a Redis stream with the ids {@code <seq>-0}, each entry one
 * field (form and type) with its payload; {@code sc:{g}:meta} a hash; {@code sc:{g}:lease} a
 * string; {@code sc:{g}:probe}, for moments, shows that Redis takes what is written. The braces put
 * the keys of one stream into one slot of a cluster; no command touches two streams. Writers have
 * connections of their own, so that no crowd of readers can keep one waiting.
 */
public final class RedisStreamLog implements StreamLog, AutoCloseable {
  private static final Verdict[] VERDICTS = {
    Verdict.FENCED, Verdict.LOST, Verdict.KEPT, Verdict.STOP_REQUESTED
  };

  private final RedisScript append = RedisScript.load("append", 3);
  private final RedisScript extend = RedisScript.load("extend", 2);
  private final RedisScript renew = RedisScript.load("renew", 2);
  private final RedisScript release = RedisScript.load("release", 2);
  private final RedisScript claim = RedisScript.load("claim", 3);
  private final RedisScript note = RedisScript.load("note", 1);
  private final RedisScript attempts = RedisScript.load("attempts", 1);
  private final RedisScript stop = RedisScript.load("stop", 1);
  private final RedisScript watch = RedisScript.load("watch", 1);
  private final RedisScript giveUp = RedisScript.load("giveup", 2);

  private final RedisAccess writing;
  private final RedisAccess reading;
  private final String prefix;
  private final String node;
  private final String leaseMillis;
  private final String retentionSeconds;
  private final String lifetimeSeconds;
  private final RedisHints hints;

  public RedisStreamLog(StreamSettings settings, String node) {
    this.writing = new RedisAccess(settings.redis());
    this.reading = new RedisAccess(settings.redis());
    this.prefix = settings.prefix();
    this.node = node;
    this.leaseMillis = Long.toString(settings.lease().toMillis());
    this.retentionSeconds = Long.toString(settings.retention().toSeconds());
    this.lifetimeSeconds =
        Long.toString(settings.retention().plus(settings.maxDuration()).toSeconds());
    this.hints = new RedisHints(reading, hintPrefix() + node);
  }

  @Override
  public List<Verdict> append(List<Append> appends) {
    return verdicts(appends, added -> added.fresh() || ends(added) ? append(added) : extend(added));
  }

  private static boolean ends(Append append) {
    List<Entry> entries = append.entries();
    return entries.get(entries.size() - 1).isEnd();
  }

  private Step extend(Append append) {
    List<String> arguments = new ArrayList<>(5 + 2 * append.entries().size());
    arguments.add(log(append.stream()));
    arguments.add(meta(append.stream()));
    arguments.add(Long.toString(append.epoch()));
    arguments.add(Long.toString(append.entries().get(0).seq()));
    arguments.add(node);
    return new Step(extend, StoredEntries.added(arguments, append.entries()));
  }

  private Step append(Append append) {
    List<Entry> entries = append.entries();
    boolean ends = ends(append);
    List<String> arguments = new ArrayList<>(11 + 2 * entries.size());
    arguments.add(log(append.stream()));
    arguments.add(meta(append.stream()));
    arguments.add(lease(append.stream()));
    arguments.add(Long.toString(append.epoch()));
    arguments.add(Long.toString(entries.get(0).seq()));
    arguments.add((append.fresh() ? "f" : "") + (ends ? "x" : ""));
    arguments.add(ends ? retentionSeconds : lifetimeSeconds);
    arguments.add(node);
    arguments.add(leaseMillis);
    arguments.add(hintPrefix());
    arguments.add(append.stream());
    return new Step(this.append, StoredEntries.added(arguments, append.entries()));
  }

  @Override
  public List<Verdict> renew(List<Lease> leases) {
    return verdicts(
        leases,
        held ->
            new Step(
                renew,
                List.of(
                    meta(held.stream()),
                    lease(held.stream()),
                    Long.toString(held.epoch()),
                    node,
                    leaseMillis)));
  }

  @Override
  public void release(List<Lease> leases) {
    verdicts(
        leases,
        held ->
            new Step(
                release,
                List.of(meta(held.stream()), lease(held.stream()), Long.toString(held.epoch()))));
  }

  @Override
  public void note(List<Note> notes) {
    verdicts(
        notes,
        own -> new Step(note, List.of(meta(own.stream()), Long.toString(own.epoch()), own.text())));
  }

  @Override
  public Optional<String> noted(String stream) {
    return Optional.ofNullable(asking(() -> reading.client().hget(meta(stream), "note")));
  }

  /** A script that is to be carried out, with its keys and arguments. */
  private record Step(RedisScript script, List<String> arguments) {}

  private <T> List<Verdict> verdicts(List<T> subjects, Function<T, Step> steps) {
    return asking(
        () -> {
          List<Step> all = new ArrayList<>(subjects.size());
          List<Response<Object>> replies = new ArrayList<>(subjects.size());
          try (AbstractPipeline pipeline = writing.pipelined()) {
            for (T subject : subjects) {
              Step step = steps.apply(subject);
              all.add(step);
              replies.add(
                  pipeline.evalsha(
                      step.script().sha(),
                      step.script().keys(),
                      step.arguments().toArray(String[]::new)));
            }
            pipeline.sync();
          }
          List<Verdict> verdicts = new ArrayList<>(subjects.size());
          for (int i = 0; i < replies.size(); i++) {
            verdicts.add(VERDICTS[(int) (long) (Long) reply(all.get(i), replies.get(i)) + 2]);
          }
          return verdicts;
        });
  }

  private Object reply(Step step, Response<Object> response) {
    try {
      return response.get();
    } catch (JedisNoScriptException | JedisRedirectionException forgotten) {
      // Or the stream has moved to another node of the cluster, which this finds.
      return writing
          .client()
          .eval(
              step.script().text(), step.script().keys(), step.arguments().toArray(String[]::new));
    }
  }

  /** A stream that has moved to another node of the cluster is asked for alone, which finds it. */
  private static <T> T reply(Response<T> response, Supplier<T> alone) {
    try {
      return response.get();
    } catch (JedisRedirectionException moved) {
      return alone.get();
    }
  }

  @Override
  public void probe(Collection<String> streams) {
    SetParams briefly = SetParams.setParams().px(Long.parseLong(leaseMillis));
    asking(
        () -> {
          Map<String, Response<String>> taken = new HashMap<>();
          try (AbstractPipeline pipeline = writing.pipelined()) {
            streams.forEach(
                stream -> taken.put(stream, pipeline.set(probe(stream), node, briefly)));
            pipeline.sync();
          }
          taken.forEach(
              (stream, reply) ->
                  reply(reply, () -> writing.client().set(probe(stream), node, briefly)));
          return true;
        });
  }

  @Override
  public Set<String> orphans(Collection<String> streams) {
    return asking(
        () -> {
          Map<String, Response<Boolean>> held = new HashMap<>();
          try (AbstractPipeline pipeline = reading.pipelined()) {
            streams.forEach(stream -> held.put(stream, pipeline.exists(lease(stream))));
            pipeline.sync();
          }
          Set<String> orphans = new HashSet<>();
          held.forEach(
              (stream, lease) -> {
                if (!reply(lease, () -> reading.client().exists(lease(stream)))) {
                  orphans.add(stream);
                }
              });
          return orphans;
        });
  }

  @Override
  public Optional<Claim> claim(String stream, long epoch) {
    List<?> won =
        (List<?>)
            run(
                claim,
                log(stream),
                meta(stream),
                lease(stream),
                Long.toString(epoch),
                node,
                leaseMillis,
                lifetimeSeconds);
    return won.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Claim(
                (Long) won.get(0),
                (Long) won.get(1),
                (Long) won.get(2) == 1,
                (Long) won.get(3) == 1));
  }

  @Override
  public int attempts(String stream, long progress) {
    String[] arguments = {meta(stream), Long.toString(progress), lifetimeSeconds};
    return (int) (long) (Long) askingOnce(() -> runOnce(attempts, arguments));
  }

  @Override
  public List<List<Entry>> read(List<Position> positions, int limit) {
    return asking(
        () -> {
          List<Response<List<StreamEntry>>> replies = new ArrayList<>(positions.size());
          try (AbstractPipeline pipeline = reading.pipelined()) {
            for (Position position : positions) {
              replies.add(pipeline.xrange(log(position.stream()), behind(position), "+", limit));
            }
            pipeline.sync();
          }
          List<List<Entry>> read = new ArrayList<>(positions.size());
          for (int i = 0; i < positions.size(); i++) {
            Position position = positions.get(i);
            read.add(
                StoredEntries.readable(
                    position.stream(),
                    reply(
                        replies.get(i),
                        () ->
                            reading
                                .client()
                                .xrange(log(position.stream()), behind(position), "+", limit))));
          }
          return read;
        });
  }

  private static String behind(Position position) {
    return (position.after() + 1) + "-0";
  }

  @Override
  public void giveUp(String stream, long seq) {
    run(
        giveUp,
        log(stream),
        meta(stream),
        seq + "-0",
        (seq - 1) + "-0",
        Character.toString(Form.SNAPSHOT.code()));
  }

  @Override
  public long lastSeq(String stream) {
    String seq = asking(() -> reading.client().hget(meta(stream), "seq"));
    return seq == null ? 0 : Long.parseLong(seq);
  }

  @Override
  public boolean requestStop(String stream) {
    return (Long) run(stop, meta(stream), hintPrefix(), stream, lifetimeSeconds) == 1;
  }

  @Override
  public void watch(String stream) {
    run(watch, meta(stream), node);
  }

  @Override
  public void listen(Consumer<String> listener, ThreadFactory threads) {
    hints.start(listener, threads);
  }

  @Override
  public void delete(String stream) {
    asking(() -> reading.client().del(log(stream), meta(stream), lease(stream)));
  }

  @Override
  public void close() {
    hints.close();
    reading.close();
    writing.close();
  }

  private Object run(RedisScript script, String... arguments) {
    return asking(() -> runOnce(script, arguments));
  }

  private Object runOnce(RedisScript script, String... arguments) {
    try {
      return reading.client().evalsha(script.sha(), script.keys(), arguments);
    } catch (JedisNoScriptException forgotten) {
      return reading.client().eval(script.text(), script.keys(), arguments);
    }
  }

  private static <T> T asking(Supplier<T> question) {
    return askingOnce(() -> RedisAccess.repeating(question));
  }

  /** A question that must not be repeated. */
  private static <T> T askingOnce(Supplier<T> question) {
    try {
      return question.get();
    } catch (JedisException | IllegalStateException | ConcurrentModificationException failure) {
      // The latter two come from pipelines of which a node has died.
      throw new LogUnavailableException(failure);
    }
  }

  private String log(String stream) {
    return prefix + "{" + stream + "}:log";
  }

  private String meta(String stream) {
    return prefix + "{" + stream + "}:meta";
  }

  private String lease(String stream) {
    return prefix + "{" + stream + "}:lease";
  }

  private String probe(String stream) {
    return prefix + "{" + stream + "}:probe";
  }

  private String hintPrefix() {
    return prefix + "hints:";
  }
}
