package org.streamchat.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streamchat.launch.EmbeddedDatabase;
import org.streamchat.launch.EmbeddedRedis;
import redis.clients.jedis.RedisClient;

/**
 * What server, Redis and database have used and done.
 *
 * @param server CPU seconds, as those of Redis and of the database
 * @param redisCommands those within scripts included
 * @param redisReads how often Redis has read from a connection: at least once a round trip
 * @param commits transactions of the database
 */
record Counters(
    double server,
    double redis,
    double database,
    long redisCommands,
    long redisReads,
    long commits) {
  private static final double TICKS_A_SECOND = 100;
  private static final Pattern CALLS = Pattern.compile("cmdstat_(?!info)[^:]+:calls=(\\d+)");
  private static final Pattern READS = Pattern.compile("total_reads_processed:(\\d+)");

  static Counters read(long serverPid, EmbeddedDatabase database, EmbeddedRedis redis) {
    double serverSeconds = cpuSeconds(serverPid);
    double redisSeconds = cpuSeconds(redis.pid());
    double databaseSeconds = cpuSeconds(database.pid());
    try (RedisClient client = RedisClient.create(redis.url())) {
      return new Counters(
          serverSeconds,
          redisSeconds,
          databaseSeconds,
          sum(CALLS, client.info("commandstats")),
          sum(READS, client.info("stats")),
          commits(database));
    }
  }

  Counters since(Counters before) {
    return new Counters(
        server - before.server,
        redis - before.redis,
        database - before.database,
        redisCommands - before.redisCommands,
        redisReads - before.redisReads,
        commits - before.commits);
  }

  double cpuSeconds() {
    return server + redis + database;
  }

  /** Time in user and kernel mode, fields 14 and 15 of proc(5). */
  private static double cpuSeconds(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long sum(Pattern pattern, String text) {
    long sum = 0;
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      sum += Long.parseLong(matcher.group(1));
    }
    return sum;
  }

  private static long commits(EmbeddedDatabase database) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Com_commit'")) {
      result.next();
      return result.getLong(2);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
