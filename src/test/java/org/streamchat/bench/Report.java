package org.streamchat.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/** The figures as a table, for people, and as JSON. */
final class Report {
  private static final System.Logger LOG = System.getLogger(Report.class.getName());
  private static final double MILLION = 1e6;

  private final JsonArrayBuilder scenarios = Json.createArrayBuilder();
  private final JsonObjectBuilder json =
      Json.createObjectBuilder()
          .add("at", Instant.now().toString())
          .add("processors", Runtime.getRuntime().availableProcessors())
          .add("java", System.getProperty("java.vm.version"));
  private final StringBuilder table =
      new StringBuilder(
          "\n| streams × tokens/s | tokens/s | CPU s per million tokens: server + Redis + database |"
              + " added to first token, ms p50 / p99 | a token's way, ms p50 / p99 | Redis commands,"
              + " round trips a token | transactions an answer |\n"
              + "| --- | --- | --- | --- | --- | --- | --- |\n");

  void add(int streams, int rate, Load.Outcome direct, Load.Outcome outcome, Counters used) {
    double millions = outcome.tokens() / MILLION;
    double rateSeen = outcome.tokens() / outcome.seconds();
    double first50 = added(direct, outcome, 0.5);
    double first99 = added(direct, outcome, 0.99);
    double way50 = outcome.latencies().percentile(0.5);
    double way99 = outcome.latencies().percentile(0.99);
    double commands = (double) used.redisCommands() / outcome.tokens();
    double trips = (double) used.redisReads() / outcome.tokens();
    double transactions = (double) used.commits() / outcome.clients();
    table.append(
        String.format(
            Locale.ROOT,
            "| %d × %d | %.0f | %.1f = %.1f + %.1f + %.1f | %.1f / %.1f | %.1f / %.1f | %.2f, %.3f |"
                + " %.2f |%n",
            streams,
            rate,
            rateSeen,
            used.cpuSeconds() / millions,
            used.server() / millions,
            used.redis() / millions,
            used.database() / millions,
            first50,
            first99,
            way50,
            way99,
            commands,
            trips,
            transactions));
    scenarios.add(
        Json.createObjectBuilder()
            .add("streams", streams)
            .add("tokensPerSecondEach", rate)
            .add("tokens", outcome.tokens())
            .add("tokensPerSecond", rounded(rateSeen))
            .add(
                "cpuSecondsPerMillionTokens",
                Json.createObjectBuilder()
                    .add("all", rounded(used.cpuSeconds() / millions))
                    .add("server", rounded(used.server() / millions))
                    .add("redis", rounded(used.redis() / millions))
                    .add("database", rounded(used.database() / millions)))
            .add("addedToFirstTokenMs", percentiles(first50, first99))
            .add("tokenLatencyMs", percentiles(way50, way99))
            .add("redisCommandsPerToken", rounded(commands))
            .add("redisRoundTripsPerToken", rounded(trips))
            .add("transactionsPerAnswer", rounded(transactions)));
  }

  private static double added(Load.Outcome direct, Load.Outcome outcome, double share) {
    return outcome.firstTokens().percentile(share) - direct.firstTokens().percentile(share);
  }

  void catchUp(int tokens, Samples caughtUp) {
    double p50 = caughtUp.percentile(0.5);
    double p99 = caughtUp.percentile(0.99);
    table.append(
        String.format(
            Locale.ROOT,
            "%nback in an answer of %d tokens: all there after %.1f ms p50, %.1f ms p99%n",
            tokens,
            p50,
            p99));
    json.add("catchUp", percentiles(p50, p99).add("tokens", tokens));
  }

  void followers(int followers, long heapBytes, long memoryBytes) {
    table.append(
        String.format(
            Locale.ROOT,
            "%d idle followers: %.1f KiB of heap each, %.1f KiB of memory%n",
            followers,
            heapBytes / 1024.0,
            memoryBytes / 1024.0));
    json.add(
        "idleFollowers",
        Json.createObjectBuilder()
            .add("followers", followers)
            .add("heapBytesEach", heapBytes)
            .add("memoryBytesEach", memoryBytes));
  }

  void write(Path file) throws IOException {
    LOG.log(Level.INFO, table);
    Files.writeString(file, json.add("scenarios", scenarios).build().toString());
  }

  private static JsonObjectBuilder percentiles(double p50, double p99) {
    return Json.createObjectBuilder().add("p50", rounded(p50)).add("p99", rounded(p99));
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
