package org.streamchat.limits.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streamchat.launch.EmbeddedRedis;
import org.streamchat.limits.entity.RateLimit;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.RedisSettings;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import redis.clients.jedis.RedisClient;

class LimitsTest {
  private static EmbeddedRedis redis;

  private final String user = "user-" + UUID.randomUUID();
  private final List<LimitStore> stores = new ArrayList<>();
  private final List<RateLimit> told = new ArrayList<>();
  private final Map<String, Long> recorded = new HashMap<>();
  private Set<String> groups = Set.of();

  @BeforeAll
  static void startRedis() throws IOException {
    redis =
        EmbeddedRedis.start(
            Files.createTempDirectory(Files.createDirectories(Path.of("target", "test")), "redis"));
    Runtime.getRuntime().addShutdownHook(new Thread(redis::kill));
  }

  @AfterAll
  static void stopRedis() {
    redis.stop();
  }

  @AfterEach
  void close() {
    stores.forEach(LimitStore::close);
  }

  @Test
  void sendsAreCountedOnAllNodesTogether() {
    Limits one = node(Map.of());
    Limits two = node(Map.of());
    for (int i = 0; i < 10; i++) {
      send(one);
      send(two);
    }
    ProblemException refused = refusal(two, 0);
    assertThat(refused.problem()).isEqualTo(Problem.LIMIT_EXCEEDED);
    assertThat((Long) refused.members().get("retryAfter")).isBetween(1L, 60L);
    RateLimit last = told.get(told.size() - 1);
    assertThat(last.asPolicy()).isEqualTo("\"sends\";q=20;w=60");
    assertThat(last.asLimit()).startsWith("\"sends\";r=0;t=");
    assertThat(told.get(0).asLimit()).startsWith("\"sends\";r=19;t=");

    try (Admission another = one.admit("another-" + user, () -> 0)) {
      another.use();
    }
  }

  @Test
  void whatBeginsNothingIsNotCounted() {
    Limits limits = node(Map.of("streamchat.limits.sends-per-minute", "2"));
    send(limits);
    for (int i = 0; i < 5; i++) {
      limits.admit(user, () -> 0).close();
      ProblemException failure =
          catchThrowableOfType(
              ProblemException.class, () -> limits.admit(user, LimitsTest::databaseAway));
      assertThat(failure.problem()).isEqualTo(Problem.DATABASE_UNAVAILABLE);
    }
    send(limits);
    assertThat(refusal(limits, 0).problem()).isEqualTo(Problem.LIMIT_EXCEEDED);
  }

  @Test
  void noMoreAnswersAtOnceThanAllowedHoweverManyAreAskedForAtOnce() throws Exception {
    Map<String, String> settings =
        Map.of("streamchat.limits.sends-per-minute", "0", "streamchat.limits.concurrent", "5");
    List<Limits> nodes = List.of(node(settings), node(settings));
    AtomicInteger running = new AtomicInteger(3);
    ExecutorService threads = Executors.newFixedThreadPool(12);
    List<Future<?>> sends = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Limits node = nodes.get(i % 2);
      sends.add(
          threads.submit(
              () -> {
                try (Admission admission = node.admit(user, running::get)) {
                  running.incrementAndGet();
                  admission.use();
                } catch (ProblemException refused) {
                  assertThat(refused.problem()).isEqualTo(Problem.LIMIT_EXCEEDED);
                }
              }));
    }
    for (Future<?> send : sends) {
      send.get();
    }
    threads.shutdown();
    assertThat(running.get()).isBetween(4, 5);
    running.set(4);
    try (Admission last = nodes.get(0).admit(user, running::get)) {
      last.use();
    }
    assertThat(refusal(nodes.get(1), 5).members()).containsKey("retryAfter");
  }

  @Test
  void theDaysTokensOfAUserAreLimited() {
    Limits limits = node(Map.of("streamchat.limits.tokens-per-day", "100"));
    send(limits);
    limits.charge(user, 60);
    send(limits);
    limits.charge(user, 60);
    assertThat(limits.tokensToday(user)).hasValue(120);
    ProblemException refused = refusal(limits, 0);
    assertThat(refused.problem()).isEqualTo(Problem.LIMIT_EXCEEDED);
    assertThat((Long) refused.members().get("retryAfter")).isBetween(1L, 86_401L);
    assertThat(told.get(told.size() - 1).asLimit()).startsWith("\"tokens\";r=0;t=");
  }

  @Test
  void aCountThatTheStoreHasLostIsMadeUpForByWhatIsRecorded() {
    Limits limits = node(Map.of("streamchat.limits.tokens-per-day", "100"));
    limits.charge(user, 60);
    recorded.put(user, 60L);
    limits.charge(user, 30);
    recorded.put(user, 90L);
    assertThat(limits.tokensToday(user)).hasValue(90);

    stores.get(0).ask(lost -> lost.flushAll());
    assertThat(limits.tokensToday(user)).hasValue(90);
    limits.charge(user, 5);
    recorded.put(user, 95L);
    assertThat(limits.tokensToday(user)).hasValue(95);

    stores.get(0).ask(lost -> lost.flushAll());
    limits.charge(user, 5);
    assertThat(limits.tokensToday(user)).hasValue(100);
    assertThat(refusal(limits, 0).problem()).isEqualTo(Problem.LIMIT_EXCEEDED);
  }

  @Test
  void theDaysTokensOfAGroupAreSharedByItsMembers() {
    String group = "group-" + UUID.randomUUID();
    Limits limits =
        node(Map.of("streamchat.limits.group-tokens-per-day", group + "=50, others=1000"));
    groups = Set.of(group, "unlimited");
    send(limits);
    limits.charge(user, 50);
    assertThat(refusal(limits, 0).problem()).isEqualTo(Problem.LIMIT_EXCEEDED);
    ProblemException fellow =
        catchThrowableOfType(
            ProblemException.class, () -> limits.admit("fellow of " + user, () -> 0));
    assertThat(fellow.problem()).isEqualTo(Problem.LIMIT_EXCEEDED);
    groups = Set.of("others");
    send(limits);
  }

  @Test
  void estimatesAQuarterOfTheCharacters() {
    assertThat(Limits.estimate(0)).isZero();
    assertThat(Limits.estimate(1)).isEqualTo(1);
    assertThat(Limits.estimate(400)).isEqualTo(100);
  }

  @Test
  void everyKeyHasALifetimeAndThePrefix() {
    groups = Set.of("staff");
    Limits limits =
        node(
            Map.of(
                "streamchat.limits.tokens-per-day",
                "1000",
                "streamchat.limits.group-tokens-per-day",
                "staff=1000"));
    Admission open = limits.admit(user, () -> 0);
    limits.charge(user, 5);
    try (RedisClient client = RedisClient.create(redis.url())) {
      Set<String> keys = client.keys("*");
      assertThat(keys).hasSizeGreaterThanOrEqualTo(5);
      assertThat(keys)
          .allSatisfy(
              key -> {
                assertThat(key).startsWith("test:limits:");
                assertThat(client.pttl(key)).isPositive();
              });
    }
    open.close();
  }

  @Test
  void withoutRedisSendsAreTakenOrRefusedAndChargesAreNotLost() {
    Limits open = node(Map.of("streamchat.limits.tokens-per-day", "100"));
    Limits closed =
        node(
            Map.of(
                "streamchat.limits.tokens-per-day",
                "100",
                "streamchat.limits.when-unavailable",
                "closed"));
    redis.stop();
    try {
      send(open);
      open.charge(user, 100);
      assertThat(open.tokensToday(user)).isEmpty();
      ProblemException refused = refusal(closed, 0);
      assertThat(refused.problem()).isEqualTo(Problem.LOG_UNAVAILABLE);
      assertThat(refused.members()).containsKey("retryAfter");
      // What the database knows is still heeded.
      assertThat(refusal(open, 10).problem()).isEqualTo(Problem.LIMIT_EXCEEDED);
    } finally {
      redis.start();
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              open.settle();
              assertThat(open.tokensToday(user)).hasValue(100);
            });
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> refusal(closed, 0).problem() == Problem.LIMIT_EXCEEDED);
  }

  private static int databaseAway() {
    throw new ProblemException(Problem.DATABASE_UNAVAILABLE, "Try again");
  }

  private Limits node(Map<String, String> chosen) {
    Map<String, String> settings = new HashMap<>(chosen);
    settings.put("streamchat.auth", "header");
    LimitStore store = new LimitStore(new RedisSettings(URI.create(redis.url()), "test:"));
    stores.add(store);
    return new Limits(
        LimitSettings.of(Environment.of(settings)),
        store,
        new CallerLimits() {
          @Override
          Set<String> groups() {
            return groups;
          }

          @Override
          void tell(RateLimit limit) {
            told.add(limit);
          }
        },
        new AuditTrail() {
          @Override
          OptionalLong tokensToday(String who) {
            return OptionalLong.of(recorded.getOrDefault(who, 0L));
          }
        });
  }

  private void send(Limits limits) {
    try (Admission admission = limits.admit(user, () -> 0)) {
      admission.use();
    }
  }

  private ProblemException refusal(Limits limits, int running) {
    return catchThrowableOfType(ProblemException.class, () -> limits.admit(user, () -> running));
  }
}
