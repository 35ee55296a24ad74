package org.streamchat.platform.control;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings the schema up to date before anything uses it. Safe when several nodes start at once: one
 * waits for the other.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class SchemaMigration {
  private static final Logger LOG = System.getLogger(SchemaMigration.class.getName());
  private static final int CONNECT_RETRIES = 5;
  private static final int RETRY_SECONDS = 2;

  @Resource(lookup = "jdbc/streamchat")
  private DataSource dataSource;

  /**
   * @throws IllegalStateException when the database cannot be reached within some ten seconds or
   *     the schema cannot be brought up to date: the application does not start
   */
  @PostConstruct
  void start() {
    migrate(dataSource);
  }

  static void migrate(DataSource dataSource) {
    try {
      MigrateResult result =
          Flyway.configure(SchemaMigration.class.getClassLoader())
              .dataSource(PatientConnections.of(dataSource))
              .locations("classpath:db/migration")
              .connectRetries(CONNECT_RETRIES)
              .connectRetriesInterval(RETRY_SECONDS)
              .load()
              .migrate();
      LOG.log(Level.INFO, () -> "database schema at version " + versionOf(result));
    } catch (FlywayException failure) {
      String line =
          "the database cannot be used, check DATABASE_URL, DATABASE_USER and DATABASE_PASSWORD: "
              + firstLine(failure);
      LOG.log(Level.ERROR, line);
      throw new IllegalStateException(line);
    }
  }

  private static String versionOf(MigrateResult result) {
    return result.targetSchemaVersion == null
        ? result.initialSchemaVersion
        : result.targetSchemaVersion;
  }

  private static String firstLine(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).strip().lines().findFirst().orElse("no reason given");
  }
}
