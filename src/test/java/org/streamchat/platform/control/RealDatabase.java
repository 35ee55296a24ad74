package org.streamchat.platform.control;

import com.mysql.cj.jdbc.MysqlDataSource;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.streamchat.launch.EmbeddedDatabase;

/**
 * A real server with the real schema, started once for all tests of the JVM, and the application's
 * way to it.
 */
public final class RealDatabase {
  private static RealDatabase instance;

  private final MysqlDataSource dataSource = new MysqlDataSource();
  private final EntityManagerFactory factory;

  private RealDatabase() throws IOException {
    Path home = Files.createTempDirectory(Files.createDirectories(Path.of("target", "test")), "db");
    EmbeddedDatabase server = EmbeddedDatabase.start(home);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop the test's database"));
    // As in server-config.
    dataSource.setUrl(
        server.url()
            + "&connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true&characterEncoding=UTF-8"
            + "&connectTimeout=4000&socketTimeout=8000&rewriteBatchedStatements=true"
            + "&sessionVariables="
            + sessionVariables());
    dataSource.setUser(EmbeddedDatabase.USER);
    dataSource.setPassword(EmbeddedDatabase.PASSWORD);
    SchemaMigration.migrate(dataSource);
    factory = factoryFor(dataSource);
  }

  /** What the server that is set up for production asks of each of its sessions. */
  private static String sessionVariables() throws IOException {
    String server = Files.readString(Path.of("server-config", "liberty", "server.xml"));
    Matcher variables = Pattern.compile("sessionVariables=\"([^\"]+)\"").matcher(server);
    if (!variables.find()) {
      throw new IllegalStateException("server.xml sets no session variables");
    }
    return URLEncoder.encode(variables.group(1), StandardCharsets.UTF_8);
  }

  public static synchronized RealDatabase running() {
    if (instance == null) {
      try {
        instance = new RealDatabase();
      } catch (IOException failure) {
        throw new IllegalStateException("the test's database does not start", failure);
      }
    }
    return instance;
  }

  private static EntityManagerFactory factoryFor(DataSource source) {
    return Persistence.createEntityManagerFactory(
        "streamchat",
        Map.of(
            "jakarta.persistence.transactionType",
            "RESOURCE_LOCAL",
            "jakarta.persistence.jtaDataSource",
            "",
            "jakarta.persistence.nonJtaDataSource",
            source,
            "eclipselink.session-name",
            "test-" + System.identityHashCode(source)));
  }

  /** The application's way to this database, without a container. */
  public Database database() {
    return new Database(new LocalTransactions(factory));
  }

  /** The same, which tells every statement with its parameters before it is executed. */
  public Database telling(Consumer<String> listener) {
    return new Database(new LocalTransactions(factoryFor(Listening.to(dataSource, listener))));
  }

  /** The same over one connection that stays, as with a pool; for one thread. */
  public Database pooled() {
    try {
      return new Database(new LocalTransactions(factoryFor(Listening.keeping(dataSource))));
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** All rows, each by its columns' names. */
  public List<Map<String, String>> rows(String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<Map<String, String>> all = new ArrayList<>();
      while (rows.next()) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.put(rows.getMetaData().getColumnLabel(i), rows.getString(i));
        }
        all.add(row);
      }
      return all;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Connections to this database, with no transactions but their own. */
  public MysqlDataSource dataSource() {
    return dataSource;
  }

  /** A way to a database that is not there. */
  public static Database unreachable() {
    MysqlDataSource nowhere = new MysqlDataSource();
    nowhere.setUrl("jdbc:mysql://127.0.0.1:1/streamchat?connectTimeout=500");
    nowhere.setUser("root");
    return new Database(new LocalTransactions(factoryFor(nowhere)));
  }

  public long count(String sql) {
    return Long.parseLong(text(sql));
  }

  /** The first column of the first row. */
  public String text(String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  public void execute(String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** What {@link Transactions} does, with transactions of the test's own. */
  private static final class LocalTransactions extends Transactions {
    private final EntityManagerFactory factory;

    LocalTransactions(EntityManagerFactory factory) {
      this.factory = factory;
    }

    @Override
    public <T> Result<T> within(Function<EntityManager, T> work) {
      try (EntityManager entities = factory.createEntityManager()) {
        EntityTransaction transaction = entities.getTransaction();
        Function<EntityManager, T> whole =
            em -> {
              transaction.begin();
              T value = work.apply(em);
              transaction.commit();
              return value;
            };
        Result<T> result = Result.of(whole, entities);
        if (transaction.isActive()) {
          undo(transaction);
        }
        return result;
      }
    }

    private static void undo(EntityTransaction transaction) {
      try {
        transaction.rollback();
      } catch (RuntimeException gone) {
        // As a container does: that nothing is left to undo is no failure of its own.
      }
    }

    @Override
    public <T> Result<T> without(Function<EntityManager, T> work) {
      try (EntityManager entities = factory.createEntityManager()) {
        return Result.of(work, entities);
      }
    }
  }
}
