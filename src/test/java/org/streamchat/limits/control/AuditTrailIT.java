package org.streamchat.limits.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.MysqlDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streamchat.limits.entity.AuditEntry;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.Node;
import org.streamchat.platform.control.RealDatabase;

class AuditTrailIT {
  private static final RealDatabase REAL = RealDatabase.running();

  /** Its lines are many here. */
  private static final Logger LINES = Logger.getLogger("audit");

  private final String actor = "actor-" + UUID.randomUUID();

  @BeforeAll
  static void beQuiet() {
    LINES.setLevel(Level.OFF);
  }

  @AfterAll
  static void speakAgain() {
    LINES.setLevel(null);
  }

  @Test
  void writesWhatWaitsInBatches() {
    AuditTrail trail = trail(REAL.dataSource());
    for (int i = 0; i < 1_200; i++) {
      trail.record(entry(Instant.now(), i % 2 == 0 ? null : 42L));
    }
    assertThat(rows()).isZero();
    trail.flush();
    assertThat(rows()).isEqualTo(1_200);
    assertThat(REAL.count("SELECT SUM(tokens) FROM audit WHERE actor = '" + actor + "'"))
        .isEqualTo(600 * 42);
    assertThat(REAL.text("SELECT node FROM audit WHERE actor = '" + actor + "' LIMIT 1"))
        .isEqualTo("node-1");
    trail.flush();
    assertThat(rows()).isEqualTo(1_200);
  }

  @Test
  void waitsForADatabaseThatIsAwayAndNeverFails() {
    MysqlDataSource away = new MysqlDataSource();
    away.setUrl("jdbc:mysql://127.0.0.1:1/streamchat?connectTimeout=500");
    AuditTrail trail = trail(away);
    for (int i = 0; i < 700; i++) {
      trail.record(entry(Instant.now(), null));
    }
    trail.flush();
    trail.flush();
    away.setUrl(REAL.dataSource().getUrl());
    away.setUser(REAL.dataSource().getUser());
    away.setPassword(REAL.dataSource().getPassword());
    trail.flush();
    assertThat(rows()).isEqualTo(700);
  }

  @Test
  void anEntryThatCannotBeStoredDoesNotHoldUpOthers() {
    AuditTrail trail = trail(REAL.dataSource());
    trail.record(new AuditEntry(Instant.now(), actor, "x".repeat(1_000), null, "200", null));
    trail.flush();
    trail.record(entry(Instant.now(), null));
    trail.flush();
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void boundsWhatWaits() {
    AuditTrail trail = trail(REAL.dataSource());
    for (int i = 0; i < 25_000; i++) {
      trail.record(entry(Instant.now(), null));
    }
    trail.flush();
    assertThat(rows()).isEqualTo(20_000);
  }

  @Test
  void forgetsWhatIsOlderThanItIsToBeKept() {
    AuditTrail trail = trail(REAL.dataSource());
    for (int i = 0; i < 1_100; i++) {
      trail.record(entry(Instant.now().minus(Duration.ofDays(31)), null));
    }
    trail.record(entry(Instant.now().minus(Duration.ofDays(29)), null));
    trail.flush();
    trail.forget();
    assertThat(rows()).isEqualTo(1);
  }

  private AuditEntry entry(Instant at, Long tokens) {
    return new AuditEntry(at, actor, "POST /sessions/{id}", "an-id", "200", tokens);
  }

  private long rows() {
    return REAL.count("SELECT COUNT(*) FROM audit WHERE actor = '" + actor + "'");
  }

  private static AuditTrail trail(DataSource dataSource) {
    return new AuditTrail(
        new Node("node-1"),
        LimitSettings.of(Environment.of(Map.of("streamchat.audit.retention", "30d"))),
        dataSource);
  }
}
