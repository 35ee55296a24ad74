package org.streamchat.drill;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Stores;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** What can go wrong; each puts itself right before it returns. */
enum Fault {
  NODE_KILLED {
    @Override
    void happen(List<ChatSystem> nodes, Random random) {
      ChatSystem node = nodes.get(random.nextInt(nodes.size()));
      node.kill();
      node.restart();
    }
  },
  NODE_STOPPED {
    @Override
    void happen(List<ChatSystem> nodes, Random random) {
      nodes.get(random.nextInt(nodes.size())).restart();
    }
  },
  NODE_PAUSED_FOR_12_S {
    @Override
    void happen(List<ChatSystem> nodes, Random random) {
      String pid = Long.toString(nodes.get(random.nextInt(nodes.size())).pid());
      run("kill", "-STOP", pid);
      pass(Duration.ofSeconds(12));
      run("kill", "-CONT", pid);
    }
  },
  REDIS_KILLED {
    @Override
    void happen(List<ChatSystem> nodes, Random random) {
      Stores.shared().redis().kill();
      Stores.shared().redis().start();
    }
  },
  REDIS_AWAY_FOR_8_S {
    @Override
    void happen(List<ChatSystem> nodes, Random random) {
      Stores.shared().redis().kill();
      pass(Duration.ofSeconds(8));
      Stores.shared().redis().start();
    }
  },
  REDIS_FLUSHED {
    @Override
    void happen(List<ChatSystem> nodes, Random random) {
      try (RedisClient redis = RedisClient.create(Stores.shared().redis().url())) {
        redis.flushAll();
      }
    }
  },
  REDIS_SILENT_FOR_5_S {
    @Override
    void happen(List<ChatSystem> nodes, Random random) {
      try (RedisClient redis = RedisClient.create(Stores.shared().redis().url())) {
        redis.sendCommand(Protocol.Command.CLIENT, "PAUSE", "5000");
      }
    }
  },
  DATABASE_KILLED {
    @Override
    void happen(List<ChatSystem> nodes, Random random) {
      Stores.shared().database().kill();
      Stores.shared().database().start();
    }
  },
  DATABASE_AWAY_FOR_15_S {
    @Override
    void happen(List<ChatSystem> nodes, Random random) {
      Stores.shared().database().kill();
      pass(Duration.ofSeconds(15));
      Stores.shared().database().start();
    }
  };

  abstract void happen(List<ChatSystem> nodes, Random random);

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
