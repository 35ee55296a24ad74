package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many tabs of one browser, which has six connections for them all. */
class TabsIT extends BrowserTest {
  @Test
  void tabsOfOneChatShareOneConnection() {
    AtomicInteger follows = new AtomicInteger();
    context.onRequest(
        request -> {
          if (request.url().endsWith("/events")) {
            follows.incrementAndGet();
          }
        });
    String question = "shared tokens=400 pace=30";
    ChatPage first = open();
    first.ask(question);
    first.awaitText(100);
    List<ChatPage> tabs = new ArrayList<>(List.of(first));
    while (tabs.size() < 7) {
      ChatPage tab = first.secondTab();
      tab.awaitText(100);
      tabs.add(tab);
    }
    for (ChatPage tab : tabs) {
      tab.show();
      tab.await("done");
      assertWhole(tab, question);
    }
    assertThat(MODEL.asked(question)).hasSize(1);
    // The first tab's own request is the stream; whoever finds it over may have asked once more.
    assertThat(follows.get()).isLessThan(tabs.size());
  }

  @Test
  void aSeventhTabLoadsWhileSixAreAnswering() {
    List<ChatPage> tabs = new ArrayList<>();
    List<String> questions = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      String question = "busy" + i + " tokens=400 pace=40";
      ChatPage tab = open();
      tab.ask(question);
      tab.awaitText(20);
      tabs.add(tab);
      questions.add(question);
    }
    ChatPage seventh = open();
    seventh.ask("seventh tokens=20");
    seventh.await("done");
    assertWhole(seventh, "seventh tokens=20");
    for (int i = 0; i < tabs.size(); i++) {
      tabs.get(i).show();
      tabs.get(i).await("done");
      assertWhole(tabs.get(i), questions.get(i));
    }
  }

  /** As over plain http, where a browser offers no locks. */
  @Test
  void aSeventhTabLoadsAlsoWhereTabsHaveNoLocks() {
    context.addInitScript("delete Navigator.prototype.locks");
    List<ChatPage> tabs = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      ChatPage tab = open();
      tab.ask("unlocked" + i + " tokens=4000 pace=40");
      tab.awaitText(20);
      tabs.add(tab);
    }
    ChatPage seventh = open();
    seventh.ask("unlocked7 tokens=20");
    seventh.await("done");
    assertWhole(seventh, "unlocked7 tokens=20");
    for (ChatPage tab : tabs) {
      tab.await("answering");
      tab.press("Stop");
      tab.await("done");
    }
  }

  @Test
  void theOthersGoOnWhenTheTabThatReadsIsClosed() {
    String question = "leader tokens=400 pace=20";
    ChatPage first = open();
    first.ask(question);
    first.awaitText(100);
    ChatPage second = first.secondTab();
    second.awaitText(200);
    ChatPage third = first.secondTab();
    third.awaitText(200);
    first.close();
    second.show();
    second.await("done");
    assertWhole(second, question);
    third.show();
    third.await("done");
    assertWhole(third, question);
  }
}
