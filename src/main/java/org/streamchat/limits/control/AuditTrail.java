package org.streamchat.limits.control;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.streamchat.limits.entity.AuditEntry;
import org.streamchat.platform.control.Node;

/**
 * Who did what, when, and how it ended: a line of the logger {@code audit} at once, a row of the
 * table soon after. Recording takes no time and never fails; when the database is away for so long
 * that too much waits for it, the lines are all there is.
 */
@ApplicationScoped
public class AuditTrail {
  private static final Logger LOG = System.getLogger(AuditTrail.class.getName());
  private static final Logger LINES = System.getLogger("audit");
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final int MOST_WAITING = 20_000;
  private static final int BATCH = 500;

  @Resource(lookup = "jdbc/streamchat")
  private DataSource dataSource;

  private final BlockingQueue<AuditEntry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final String node;
  private final Duration retention;
  private List<AuditEntry> batch = new ArrayList<>();

  protected AuditTrail() {
    this.node = null;
    this.retention = null;
  }

  @Inject
  public AuditTrail(Node node, LimitSettings settings) {
    this.node = node.id();
    this.retention = settings.auditRetention();
  }

  AuditTrail(Node node, LimitSettings settings, DataSource dataSource) {
    this(node, settings);
    this.dataSource = dataSource;
  }

  public void record(AuditEntry entry) {
    LINES.log(Level.INFO, () -> line(entry));
    if (!waiting.offer(entry)) {
      lost.incrementAndGet();
    }
  }

  private String line(AuditEntry entry) {
    JsonObjectBuilder line =
        JSON.createObjectBuilder()
            .add("at", entry.at().toString())
            .add("node", node)
            .add("actor", entry.actor())
            .add("action", entry.action());
    if (entry.subject() != null) {
      line.add("subject", entry.subject());
    }
    line.add("outcome", entry.outcome());
    if (entry.tokens() != null) {
      line.add("tokens", entry.tokens());
    }
    return line.build().toString();
  }

  /** To be called every second or so: writes what waits. What cannot be written waits on. */
  synchronized void flush() {
    AuditStore store = new AuditStore(dataSource, node);
    try {
      while (true) {
        waiting.drainTo(batch, BATCH - batch.size());
        if (batch.isEmpty()) {
          break;
        }
        store.add(batch);
        batch = new ArrayList<>();
      }
    } catch (SQLException failure) {
      if (isRefused(failure)) {
        // It would be refused for ever, and hold up all that comes behind it.
        lost.addAndGet(batch.size());
        batch = new ArrayList<>();
      } else {
        LOG.log(Level.DEBUG, "The audit trail waits for the database: {0}", failure.getSQLState());
      }
    }
    long missing = lost.getAndSet(0);
    if (missing > 0) {
      LOG.log(
          Level.WARNING, "The audit trail''s table lacks {0} entries that this log has", missing);
    }
  }

  /** Whether it is the values that the database does not take. */
  private static boolean isRefused(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("22") || state.startsWith("23");
  }

  /** What the user's answers of this day (UTC) have cost; empty when the database is away. */
  OptionalLong tokensToday(String user) {
    flush();
    Instant midnight = LocalDate.now(ZoneOffset.UTC).atStartOfDay(ZoneOffset.UTC).toInstant();
    try {
      return OptionalLong.of(new AuditStore(dataSource, node).tokensSince(user, midnight));
    } catch (SQLException away) {
      LOG.log(Level.DEBUG, "A day''s use cannot be looked up: {0}", away.getSQLState());
      return OptionalLong.empty();
    }
  }

  /** To be called now and then: deletes what is older than it is to be kept. */
  void forget() {
    AuditStore store = new AuditStore(dataSource, node);
    Instant before = Instant.now().minus(retention);
    try {
      while (store.forget(before) > 0) {
        // Some at a time, so that nothing else has to wait for long.
      }
    } catch (SQLException away) {
      LOG.log(Level.DEBUG, "Old audit entries are deleted later: {0}", away.getSQLState());
    }
  }
}
