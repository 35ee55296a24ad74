package org.streamchat.limits.control;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.streamchat.limits.entity.AuditEntry;
import org.streamchat.platform.entity.StoredTime;

/**
 * The audit trail's table. Written with single statements outside of any transaction: a whole batch
 * is one.
 */
final class AuditStore {
  private static final String VALUES = "(?, ?, ?, ?, ?, ?, ?)";
  private static final String INSERT =
      "INSERT INTO audit (at, node, actor, action, subject, outcome, tokens) VALUES ";
  private static final String TOKENS = "SELECT SUM(tokens) FROM audit WHERE actor = ? AND at >= ?";
  private static final String FORGET = "DELETE FROM audit WHERE at < ? ORDER BY at LIMIT 1000";

  private final DataSource dataSource;
  private final String node;

  AuditStore(DataSource dataSource, String node) {
    this.dataSource = dataSource;
    this.node = node;
  }

  void add(List<AuditEntry> entries) throws SQLException {
    String insert =
        INSERT + String.join(", ", java.util.Collections.nCopies(entries.size(), VALUES));
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(insert)) {
      int index = 1;
      for (AuditEntry entry : entries) {
        statement.setString(index++, StoredTime.of(entry.at()));
        statement.setString(index++, node);
        statement.setString(index++, entry.actor());
        statement.setString(index++, entry.action());
        statement.setString(index++, entry.subject());
        statement.setString(index++, entry.outcome());
        if (entry.tokens() == null) {
          statement.setNull(index++, Types.BIGINT);
        } else {
          statement.setLong(index++, entry.tokens());
        }
      }
      statement.executeUpdate();
    }
  }

  /** The tokens that the actor's entries from then on cost. */
  long tokensSince(String actor, Instant from) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(TOKENS)) {
      statement.setString(1, actor);
      statement.setString(2, StoredTime.of(from));
      try (ResultSet sum = statement.executeQuery()) {
        sum.next();
        return sum.getLong(1);
      }
    }
  }

  /** Deletes some of what is older; how many entries that were. */
  int forget(Instant before) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(FORGET)) {
      statement.setString(1, StoredTime.of(before));
      return statement.executeUpdate();
    }
  }
}
