package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatSystem;

/** The promise, seen by the reader: an answer is never lost, repeated or garbled. */
class ResilienceIT extends BrowserTest {
  @Test
  void anAnswerGoesOnAfterAReload() {
    String question = "reload tokens=250 pace=20";
    ChatPage page = open();
    page.ask(question);
    page.awaitText(200);
    int before = page.visible().length();
    page.reload();
    page.awaitText(before);
    page.await("answering");
    page.await("done");
    assertWhole(page, question);
    assertThat(MODEL.asked(question)).hasSize(1);
  }

  @Test
  void anAnswerGoesOnWhenTheNetworkIsBack() {
    String question = "network tokens=250 pace=20";
    ChatPage page = open();
    page.ask(question);
    page.awaitText(200);
    network.breakDown();
    page.await("reconnecting");
    page.assertAccessible("reconnecting");
    page.screenshot("reconnecting");
    network.mend();
    page.await("done");
    assertWhole(page, question);
  }

  @Test
  void anAnswerIsWholeOverANetworkThatIsCutAgainAndAgain() {
    String question = "cuts tokens=400 pace=15";
    ChatPage page = open();
    page.ask(question);
    for (int characters = 100; characters <= 900; characters += 200) {
      page.awaitText(characters);
      network.cut();
    }
    page.await("done");
    assertWhole(page, question);
    assertThat(MODEL.asked(question)).hasSize(1);
  }

  @Test
  void anAnswerIsWholeBehindAProxyThatCutsEveryFiveSeconds() {
    String question = "proxy tokens=800 pace=25";
    ChatPage page = open();
    network.limit(Duration.ofSeconds(5));
    page.ask(question);
    page.await("done");
    assertWhole(page, question);
    assertThat(MODEL.asked(question)).hasSize(1);
  }

  @Test
  void anAnswerIsWholeAfterTwentySecondsWithoutANetwork() {
    String question = "twenty tokens=600 pace=50";
    ChatPage page = open();
    page.ask(question);
    page.awaitText(200);
    network.breakDownFor(Duration.ofSeconds(20));
    page.await("reconnecting");
    int before = page.visible().length();
    page.awaitText(before + 200);
    page.await("done");
    assertWhole(page, question);
    assertThat(MODEL.asked(question)).hasSize(1);
  }

  @Test
  void aDeployBehindAProxyEndsInAWholeAnswer() {
    String question = "deploy tokens=400 pace=20";
    ChatPage page = open();
    page.ask(question);
    page.awaitText(200);
    network.deploy();
    page.await("reconnecting");
    network.mend();
    page.await("done");
    assertWhole(page, question);

    network.deploy();
    String next = "deploy-next tokens=30";
    page.ask(next);
    page.await("reconnecting");
    network.mend();
    page.awaitAnswers(2);
    page.await("done");
    assertWhole(page, next);
    assertThat(MODEL.asked(next)).hasSize(1);
  }

  @Test
  void aMessageSentWhileOfflineIsSentOnce() {
    String question = "offline tokens=20";
    ChatPage page = open();
    context.setOffline(true);
    page.ask(question);
    page.await("offline");
    page.screenshot("offline");
    page.assertAccessible("offline");
    context.setOffline(false);
    page.await("done");
    assertWhole(page, question);
    assertThat(MODEL.asked(question)).hasSize(1);
  }

  @Test
  void aMessageWhoseResponseIsLostIsSentOnce() {
    String question = "lost tokens=60 pace=20";
    ChatPage page = open();
    network.breakDown();
    page.ask(question);
    page.await("reconnecting");
    network.mend();
    page.reload();
    page.await("done");
    assertWhole(page, question);
    assertThat(MODEL.asked(question)).hasSize(1);
  }

  @Test
  void aSecondTabShowsTheSameAnswer() {
    String question = "second tokens=250 pace=20";
    ChatPage first = open();
    first.ask(question);
    first.awaitText(200);
    ChatPage second = first.secondTab();
    second.awaitText(200);
    second.await("answering");
    first.await("done");
    second.await("done");
    assertThat(second.visible()).isEqualTo(first.visible());
    assertWhole(second, question);
  }

  @Test
  void aTabFollowsWhatAnotherOneAsks() {
    ChatPage first = open();
    first.ask("follow tokens=10");
    first.await("done");
    ChatPage second = first.secondTab();
    second.awaitAnswers(1);
    String question = "next tokens=100 pace=20";
    second.ask(question);
    first.awaitAnswers(2);
    first.await("done");
    assertWhole(first, question);
  }

  @Test
  void anotherTabStopsTheAnswer() {
    ChatPage first = open();
    first.ask("stop tokens=2000 pace=20");
    first.awaitText(100);
    ChatPage second = first.secondTab();
    second.await("answering");
    second.press("Stop");
    first.await("done");
    second.await("done");
    JsonObject stored = chat.client().lastMessage(first.session());
    assertThat(stored.getString("status")).isEqualTo("stopped");
    assertThat(first.copied()).isEqualTo(stored.getString("content"));
    assertThat(second.copied()).isEqualTo(stored.getString("content"));
  }

  @Test
  void aStoppedAnswerIsCarriedOnToItsEnd() {
    String question = "carry tokens=150 pace=20";
    ChatPage page = open();
    page.ask(question);
    page.awaitText(100);
    page.press("Stop");
    page.await("done");
    page.screenshot("stopped");
    page.press("Continue");
    page.awaitGone("Continue");
    page.await("done");
    assertWhole(page, question);
  }

  @Test
  void nothingThatWasSeenIsLostWhenTheServerIsKilled() {
    String question = "killed tokens=400 pace=20";
    ChatPage page = open();
    page.ask(question);
    page.awaitText(300);
    chat.kill();
    page.await("reconnecting");
    String seen = page.visible();
    chat.restart();
    page.await("done");
    assertThat(page.visible()).startsWith(seen.substring(0, 200));
    assertWhole(page, question);
  }

  @Test
  void anAnswerGoesOnWithAnotherServerWhenItsOwnIsKilled() {
    String question = "failover tokens=600 pace=20";
    ChatSystem other = ChatSystem.node("browser-two", SETTINGS);
    try {
      ChatPage page = open();
      page.ask(question);
      page.awaitText(300);
      chat.kill();
      network.leadTo(other.url());
      page.await("done");
      chat.restart();
      assertWhole(page, question);
    } finally {
      other.stop();
    }
  }
}
