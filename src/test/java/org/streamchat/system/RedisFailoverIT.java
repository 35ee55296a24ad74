package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Frame;
import org.streamchat.support.RedisCluster;
import org.streamchat.support.RedisSentinels;
import org.streamchat.support.ScriptedModel;

/**
 * Another Redis takes over in the middle of an answer: nothing is lost, and it is used from then
 * on.
 */
class RedisFailoverIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** One in three belongs to the new master. */
  private static final int SLOTS_TRIED = 6;

  private static final Path HOME = Path.of("target", "it", "stores");

  @Test
  void anAnswerGoesOnWhenAReplicaTakesItsMastersPlaceInACluster() {
    try (RedisCluster cluster = RedisCluster.start(HOME.resolve("cluster"))) {
      survives(
          cluster.url(),
          generation -> cluster.killMasterOf(log(generation)),
          generation -> cluster.holds(log(generation)),
          "cluster");
    }
  }

  @Test
  void anAnswerGoesOnWhenTheSentinelsNameAnotherMaster() {
    try (RedisSentinels sentinels = RedisSentinels.start(HOME.resolve("sentinels"))) {
      survives(
          sentinels.url(),
          generation -> sentinels.killMaster(),
          generation -> sentinels.holds(log(generation)),
          "sentinels");
    }
  }

  private static String log(String generation) {
    return "sc-failover:{" + generation + "}:log";
  }

  private static void survives(
      String redis, Consumer<String> failover, Predicate<String> isHeld, String marker) {
    ChatSystem server =
        ChatSystem.apart(
            "failover", Map.of("REDIS_URL", redis, "STREAMCHAT_LIMITS_SENDS_PER_MINUTE", "100"));
    try {
      ChatClient chat = server.client();
      String message = "tokens=500 pace=20 " + marker;
      String session = chat.createSession();
      List<Frame> frames;
      try (ChatStream stream = chat.ask(session, message)) {
        assertThat(stream.headers().firstValue("RateLimit-Policy")).isPresent();
        frames = new ArrayList<>(stream.take(10));
        failover.accept(frames.get(0).data().getString("generationId"));
        frames.addAll(stream.rest());
      }
      assertThat(Frame.text(frames)).isEqualTo(ScriptedModel.answerTo(message));
      assertThat(frames).filteredOn(Frame::terminal).hasSize(1);
      assertThat(chat.lastMessage(session).getString("content"))
          .isEqualTo(ScriptedModel.answerTo(message));
      try (ChatStream again = chat.follow(session, frames.get(0).id())) {
        assertThat(Frame.text(again.rest())).isEqualTo(ScriptedModel.answerTo(message));
      }
      for (int i = 0; i < SLOTS_TRIED; i++) {
        await()
            .atMost(LONGEST)
            .pollDelay(Duration.ZERO)
            .pollInterval(PAUSE)
            .until(() -> isHeld.test(generationOf(chat, "tokens=2 next " + marker)));
      }
    } finally {
      server.stop();
    }
  }

  /** Has a short question answered. */
  private static String generationOf(ChatClient chat, String message) {
    try (ChatStream stream = chat.ask(chat.createSession(), message)) {
      List<Frame> frames = stream.rest();
      assertThat(Frame.text(frames)).isEqualTo(ScriptedModel.answerTo(message));
      return frames.get(0).generation();
    }
  }
}
