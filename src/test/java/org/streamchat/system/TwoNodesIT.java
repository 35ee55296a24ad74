package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Frame;
import org.streamchat.support.Relay;
import org.streamchat.support.ScriptedModel;
import org.streamchat.support.Stores;

/** An answer is the same on every node, and outlives the one that makes it. */
class TwoNodesIT {
  private static ChatSystem server;
  private static ChatSystem other;
  private static ChatClient here;
  private static ChatClient there;

  @BeforeAll
  static void start() {
    server = ChatSystem.scripted();
    other = ChatSystem.scripted("two");
    here = server.client();
    there = other.client();
  }

  @AfterAll
  static void stop() {
    other.stop();
  }

  @Test
  void aTrimmedLogIsHealedByASnapshot() {
    String message = "tokens=400 pace=10 trim";
    String session = here.createSession();
    try (ChatStream stream = here.ask(session, message)) {
      List<Frame> frames = new ArrayList<>(stream.take(20));
      Stores.shared().trimLog(frames.get(0).generation());
      try (ChatStream late = there.follow(session, frames.get(1).id())) {
        List<Frame> seen = late.rest();
        assertThat(seen).extracting(Frame::event).contains("snapshot");
        assertThat(Frame.text(seen)).isEqualTo(ScriptedModel.answerTo(message));
      }
      frames.addAll(stream.rest());
      assertThat(Frame.text(frames)).isEqualTo(ScriptedModel.answerTo(message));
    }
  }

  @Test
  void aStopOnAnotherNodeEndsTheAnswer() {
    String session = here.createSession();
    try (ChatStream stream = here.ask(session, "tokens=2000 pace=50 stop elsewhere")) {
      List<Frame> frames = new ArrayList<>(stream.take(3));
      assertThat(there.send("POST", "api/chat/" + session + "/stop", null).status()).isEqualTo(204);
      frames.addAll(stream.rest());
      assertThat(frames.get(frames.size() - 1).data().getString("finishReason"))
          .isEqualTo("stopped");
      assertThat(there.lastMessage(session).getString("content")).isEqualTo(Frame.text(frames));
    }
  }

  @Test
  void viewersAreToldOfADeletedSessionThoughItsServerIsDead() {
    String session = here.createSession();
    try (ChatStream stream = here.ask(session, "tokens=900 pace=20 deleted");
        ChatStream theirs = there.follow(session, "")) {
      stream.take(10);
      server.kill();
      assertThat(there.send("DELETE", "api/sessions/" + session, null).status()).isEqualTo(204);
      List<Frame> seen = theirs.rest();
      assertThat(seen.get(seen.size() - 1).data().getString("type"))
          .endsWith(":unknown-generation");
    } finally {
      server.restart();
    }
  }

  @Test
  void anAnswerGoesOnOnAnotherNodeWhenItsOwnIsKilled() {
    List<Frame> seen = whenItsNodeEnds("tokens=200 pace=20 take over", server::kill);
    assertThat(seen).extracting(Frame::event).contains("notice");
  }

  @Test
  void aServerThatIsAskedToStopFinishesItsAnswersFirst() {
    List<Frame> seen = whenItsNodeEnds("tokens=250 pace=20 shutdown", server::stop);
    assertThat(seen).extracting(Frame::event).doesNotContain("notice");
  }

  /**
   * One viewer is with the node that makes the answer, behind a proxy that leads to the other one
   * afterwards; the other viewer is with the other node all the time, and what that one saw is
   * returned.
   */
  private static List<Frame> whenItsNodeEnds(String message, Runnable end) {
    String session = here.createSession();
    Relay proxy = new Relay(server.url());
    ChatClient proxied = new ChatClient(proxy.url());
    try (proxy;
        ChatStream mine = proxied.ask(session, message);
        ChatStream theirs = there.follow(session, "")) {
      List<Frame> frames = new ArrayList<>(mine.take(10));
      CompletableFuture<List<Frame>> watcher = theirs.restLater();
      end.run();
      proxy.leadTo(other.url());
      try (ChatStream rest = proxied.carryOn(session, Frame.lastId(frames))) {
        frames.addAll(rest.rest());
      }
      List<Frame> seen = watcher.join();
      assertThat(Frame.text(seen)).isEqualTo(ScriptedModel.answerTo(message));
      assertThat(seen).filteredOn(Frame::terminal).hasSize(1);
      assertThat(Frame.text(frames)).isEqualTo(ScriptedModel.answerTo(message));
      assertThat(frames).filteredOn(Frame::terminal).hasSize(1);
      assertThat(there.lastMessage(session).getString("content"))
          .isEqualTo(ScriptedModel.answerTo(message));
      return seen;
    } finally {
      server.restart();
    }
  }
}
