package org.streamchat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streamchat.launch.EmbeddedDatabase;
import org.streamchat.launch.EmbeddedRedis;
import org.streamchat.launch.LibertyServer;
import org.streamchat.launch.Ports;
import org.streamchat.support.ChatClient;
import org.streamchat.support.Jvm;

/**
 * Measures, and fails only when an answer is not whole. Figures of CPU hold still on a busy
 * machine, those of time do not.
 */
class StreamingBench {
  private static final Path HOME = Path.of("target", "bench");
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration RAMP_A_STREAM = Duration.ofMillis(10);

  /** The compiler needs thousands of questions before it leaves the paths of one alone. */
  private static final int WARM_UP_QUESTIONS = 12;

  private static final int WARM_UP_STREAMS = 4;
  private static final int FOLLOWED = 50;
  private static final int FOLLOWERS = Integer.getInteger("bench.followers", 5_000);
  private static final int FOLLOWED_TOKENS = 50;
  private static final int LONG_ANSWER = 20_000;
  private static final int ATTACHMENTS = 60;
  private static final int WARM_ATTACHMENTS = 30;

  private static FastUpstream upstream;
  private static EmbeddedDatabase database;
  private static EmbeddedRedis redis;
  private static LibertyServer server;
  private static ChatClient chat;

  private final Report report = new Report();

  @BeforeAll
  static void start() {
    upstream = new FastUpstream();
    EmbeddedDatabase.clear(HOME.resolve("mariadb"));
    EmbeddedRedis.clear(HOME.resolve("redis"));
    database = EmbeddedDatabase.start(HOME.resolve("mariadb"));
    redis = EmbeddedRedis.start(HOME.resolve("redis"));
    Map<String, String> environment = new HashMap<>();
    environment.put("DATABASE_URL", database.url());
    environment.put("DATABASE_USER", EmbeddedDatabase.USER);
    environment.put("DATABASE_PASSWORD", EmbeddedDatabase.PASSWORD);
    environment.put("REDIS_URL", redis.url());
    environment.put("OPENAI_BASE_URL", upstream.baseUrl().toString());
    environment.put("OPENAI_API_KEY", "none");
    environment.put("OPENAI_MODEL", "bench");
    environment.put("STREAMCHAT_PROVIDER_IDLE_TIMEOUT", "10m");
    server = new LibertyServer(HOME.resolve("server"), Ports.free(), environment);
    Runtime.getRuntime().addShutdownHook(new Thread(StreamingBench::kill));
    server.start();
    chat = new ChatClient(server.url());
  }

  private static void kill() {
    server.kill();
    redis.kill();
    database.kill();
  }

  @AfterAll
  static void stop() {
    upstream.close();
    server.close();
    redis.close();
    database.close();
  }

  @Test
  void everyAnswerIsWholeAndTheFiguresAreWritten() throws Exception {
    for (int i = 0; i < WARM_UP_QUESTIONS; i++) {
      isWhole(stream(server.url().getPort(), asking(600, 5, 1_000), 5, Duration.ofSeconds(1)));
    }
    for (int i = 0; i < WARM_UP_STREAMS; i++) {
      isWhole(stream(server.url().getPort(), asking(200, 200, 100), 200, Duration.ofSeconds(1)));
    }
    scenario(50, 20, 300);
    scenario(200, 50, 300);
    scenario(300, 50, 600);
    scenario(1000, 20, 300);
    catchUp();
    idleFollowers();
    report.write(Path.of("target", "bench.json"));
  }

  /** Answers of so many tokens, so many a second. */
  private void scenario(int streams, int rate, int tokens) {
    Duration ramp = RAMP_A_STREAM.multipliedBy(streams);
    Load.Outcome direct = stream(upstream.port(), askingUpstream(streams, rate), rate, ramp);
    List<byte[]> requests = asking(streams, tokens, rate);
    Counters before = counters();
    Load.Outcome outcome = stream(server.url().getPort(), requests, tokens, ramp);
    Counters used = counters().since(before);
    isWhole(direct);
    isWhole(outcome);
    report.add(streams, rate, direct, outcome, used);
  }

  private static Load.Outcome stream(int port, List<byte[]> requests, int tokens, Duration ramp) {
    try (Load load = new Load(port)) {
      return load.run(requests, ramp, Load.Client::ended, tokens, LIMIT);
    }
  }

  private static void isWhole(Load.Outcome outcome) {
    assertThat(outcome.whole()).as("whole answers").isEqualTo(outcome.clients());
  }

  private static Counters counters() {
    return Counters.read(server.pid(), database, redis);
  }

  private static List<byte[]> asking(int streams, int tokens, int rate) {
    return sessions(streams)
        .map(session -> ask(session, "tokens=" + tokens + " gap=" + 1_000_000 / rate))
        .toList();
  }

  /** With a title, which nobody has to find then. */
  private static Stream<String> sessions(int count) {
    JsonObject titled = Json.createObjectBuilder().add("title", "bench").build();
    return IntStream.range(0, count)
        .mapToObj(i -> chat.send("POST", "api/sessions", titled).json().getString("id"));
  }

  private static byte[] ask(String session, String question) {
    return Load.post("/api/chat/" + session + "/completions", "{\"message\":\"" + question + "\"}");
  }

  private static byte[] follow(String session) {
    return Load.get("/api/chat/" + session + "/events");
  }

  /** One second of tokens from the upstream itself. */
  private static List<byte[]> askingUpstream(int streams, int rate) {
    byte[] request =
        Load.post(
            "/v1/chat/completions",
            "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"tokens=%d gap=%d\"}]}"
                .formatted(rate, 1_000_000 / rate));
    return Collections.nCopies(streams, request);
  }

  /** Someone comes back to a long answer that still runs. */
  private void catchUp() {
    String session = sessions(1).findFirst().orElseThrow();
    try (Load asker = new Load(server.url().getPort())) {
      String question = "hold tokens=" + LONG_ANSWER;
      isWhole(
          asker.run(
              List.of(ask(session, question)),
              Duration.ZERO,
              client -> client.tokens() == LONG_ANSWER,
              LONG_ANSWER,
              LIMIT));
      Samples caughtUp = new Samples();
      for (int i = 0; i < ATTACHMENTS; i++) {
        try (Load follower = new Load(server.url().getPort())) {
          Load.Outcome outcome =
              follower.run(
                  List.of(follow(session)),
                  Duration.ZERO,
                  client -> client.tokens() == LONG_ANSWER,
                  LONG_ANSWER,
                  LIMIT);
          isWhole(outcome);
          if (i >= WARM_ATTACHMENTS) {
            caughtUp.add((long) (outcome.reached().percentile(1) * 1e6));
          }
        }
      }
      report.catchUp(LONG_ANSWER, caughtUp);
      upstream.release();
    }
  }

  /** Many look at answers that say nothing at the moment. */
  private void idleFollowers() throws Exception {
    List<String> sessions = sessions(FOLLOWED).toList();
    List<byte[]> asks =
        sessions.stream().map(session -> ask(session, "hold tokens=" + FOLLOWED_TOKENS)).toList();
    List<byte[]> follows =
        IntStream.range(0, FOLLOWERS).mapToObj(i -> follow(sessions.get(i % FOLLOWED))).toList();
    try (Load load = new Load(server.url().getPort())) {
      isWhole(upTo(FOLLOWED_TOKENS, load, asks));
      long heapBefore = Jvm.liveBytes(server.pid());
      long memoryBefore = Jvm.residentBytes(server.pid());
      isWhole(upTo(FOLLOWED_TOKENS, load, follows));
      long heap = Jvm.liveBytes(server.pid()) - heapBefore;
      report.followers(
          FOLLOWERS,
          heap / FOLLOWERS,
          (Jvm.residentBytes(server.pid()) - memoryBefore) / FOLLOWERS);
      upstream.release();
    }
  }

  private static Load.Outcome upTo(int tokens, Load load, List<byte[]> requests) {
    Duration ramp = Duration.ofMillis(4).multipliedBy(requests.size());
    return load.run(requests, ramp, client -> client.tokens() == tokens, tokens, LIMIT);
  }
}
