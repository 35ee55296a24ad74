package org.streamchat.drill;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.streamchat.drill.Installation.Place;
import org.streamchat.launch.EmbeddedRedis;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Relay;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** What can go wrong; each puts itself right before it returns. */
enum Fault {
  NODE_KILLED {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      ChatSystem node = all.anyPlace(random).node();
      node.kill();
      incident.mended();
      node.restart();
    }
  },
  BOTH_NODES_KILLED(true) {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      all.places().forEach(place -> place.node().kill());
      all.places().get(0).node().restart();
      incident.mended();
      all.places().get(1).node().restart();
    }
  },
  NODE_STOPPED(true) {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      incident.mended();
      all.anyPlace(random).node().restart();
    }
  },
  ROLLING_RESTART(true) {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      incident.mended();
      all.places().forEach(place -> place.node().restart());
    }
  },
  NODE_PAUSED_20_S {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      String pid = Long.toString(all.anyPlace(random).node().pid());
      run("kill", "-STOP", pid);
      incident.mended();
      pass(Duration.ofSeconds(20));
      run("kill", "-CONT", pid);
    }
  },
  REDIS_KILLED {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      all.redis().kill();
      bringBack(all.redis());
    }
  },
  REDIS_AWAY_8_S {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      all.redis().kill();
      pass(Duration.ofSeconds(8));
      bringBack(all.redis());
    }
  },
  REDIS_FLUSHED {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      try (RedisClient redis = RedisClient.create(all.redis().url())) {
        redis.flushAll();
      }
    }
  },
  REDIS_HANGS_5_S {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      try (RedisClient redis = RedisClient.create(all.redis().url())) {
        redis.sendCommand(Protocol.Command.CLIENT, "PAUSE", "5000");
      }
      pass(Duration.ofSeconds(5));
    }
  },
  REDIS_50_MS_AWAY {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      incident.mended();
      redis(all, relay -> relay.delay(Duration.ofMillis(25)));
      pass(Duration.ofSeconds(8));
      redis(all, Relay::mend);
    }
  },
  REDIS_CUT_OFF_FROM_ONE_NODE_8_S {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      Place place = all.anyPlace(random);
      place.redis().breakDown();
      pass(Duration.ofSeconds(8));
      place.redis().mend();
    }
  },
  REDIS_CONNECTIONS_CUT {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      redis(all, Relay::cut);
    }
  },
  DATABASE_KILLED {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      Installation.database().kill();
      Installation.database().start();
    }
  },
  DATABASE_AWAY_12_S {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      all.databaseRelay().breakDown();
      pass(Duration.ofSeconds(12));
      all.databaseRelay().mend();
    }
  },
  DATABASE_AWAY_60_S(true) {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      all.databaseRelay().breakDown();
      pass(Duration.ofSeconds(60));
      all.databaseRelay().mend();
    }
  },
  DATABASE_SILENT_10_S(true) {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      all.databaseRelay().silence();
      pass(Duration.ofSeconds(10));
      all.databaseRelay().mend();
    }
  },
  DATABASE_COMMITS_UNCONFIRMED_5_S(true) {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      all.databaseRelay().loseRepliesTo("COMMIT");
      pass(Duration.ofSeconds(5));
      all.databaseRelay().mend();
      all.databaseRelay().cut();
    }
  },
  PROVIDER_CUT_IN_MID_ANSWER {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      all.providerRelay().cut();
    }
  },
  PROVIDER_AWAY_3_S {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      all.providerRelay().breakDown();
      pass(Duration.ofSeconds(3));
      all.providerRelay().mend();
    }
  },
  PROVIDER_SILENT_6_S {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      all.providerRelay().silence();
      pass(Duration.ofSeconds(6));
      all.providerRelay().mend();
    }
  },
  CLIENTS_CUT {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      doors(all, Relay::cut);
    }
  },
  PROXY_CUTS_EVERY_SECOND {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      incident.mended();
      doors(all, relay -> relay.limit(Duration.ofSeconds(1)));
      pass(Duration.ofSeconds(6));
      doors(all, Relay::mend);
    }
  },
  CLIENTS_AT_600_BYTES_A_SECOND {
    @Override
    void happen(Installation all, Random random, Incident incident) {
      doors(all, relay -> relay.throttle(600));
      pass(Duration.ofSeconds(6));
      doors(all, Relay::mend);
    }
  };

  /** An end may be stored just before its node ends; whoever looks is told of it then. */
  private static final Set<Fault> COST_LOGS =
      EnumSet.of(
          NODE_KILLED,
          BOTH_NODES_KILLED,
          NODE_STOPPED,
          ROLLING_RESTART,
          NODE_PAUSED_20_S,
          REDIS_KILLED,
          REDIS_AWAY_8_S,
          REDIS_FLUSHED,
          REDIS_HANGS_5_S,
          REDIS_CUT_OFF_FROM_ONE_NODE_8_S);

  private final boolean longDrillOnly;

  Fault() {
    this(false);
  }

  Fault(boolean longDrillOnly) {
    this.longDrillOnly = longDrillOnly;
  }

  /** Those for a drill of this length. */
  static List<Fault> all(boolean longDrill) {
    return Arrays.stream(values()).filter(fault -> longDrill || !fault.longDrillOnly).toList();
  }

  /**
   * Returns when all is well again. Whatever can go on although the fault lasts is told by {@link
   * Incident#mended()}.
   */
  abstract void happen(Installation all, Random random, Incident incident);

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whether the log of an answer may be forgotten, or lack its end, because of it. */
  boolean mayCostALog() {
    return COST_LOGS.contains(this);
  }

  /** It answers before it has read its data; other faults want it whole. */
  private static void bringBack(EmbeddedRedis redis) {
    redis.start();
    try (RedisClient client = RedisClient.create(redis.url())) {
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> client.ping().equals("PONG"));
    }
  }

  private static void redis(Installation all, Consumer<Relay> change) {
    all.places().forEach(place -> change.accept(place.redis()));
  }

  private static void doors(Installation all, Consumer<Relay> change) {
    all.places().forEach(place -> change.accept(place.door()));
  }

  /** Lets a fault last. */
  static void pass(Duration time) {
    try {
      if (new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts down");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      await().until(() -> !process.isAlive());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
