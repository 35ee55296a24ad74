package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.streamchat.support.Script;

/** An answer being read: the page follows its end, and stays where its reader is. */
class ReadingIT extends BrowserTest {
  private static final String AT_END =
      "() => { const box = document.querySelector('.scroller'); return box.scrollHeight - box.scrollTop - box.clientHeight < 60 }";

  @Test
  void theEndIsFollowedOnlyWhileTheReaderIsThere() {
    String question = "followed tokens=1500 pace=10";
    ChatPage page = open();
    page.ask(question);
    page.awaitText(3000);
    page.page().waitForFunction(AT_END);
    page.page().locator(".scroller").hover();
    page.page().mouse().wheel(0, -600);
    page.awaitShown("Jump to newest");
    Number place =
        (Number) page.page().evaluate("() => document.querySelector('.scroller').scrollTop");
    page.awaitText(page.visible().length() + 1000);
    assertThat((Number) page.page().evaluate("() => document.querySelector('.scroller').scrollTop"))
        .extracting(Number::intValue)
        .isEqualTo(place.intValue());
    page.press("Jump to newest");
    page.page().waitForFunction(AT_END);
    page.await("done");
    page.page().waitForFunction(AT_END);
    assertWhole(page, question);
  }

  @Test
  void whatTheModelThinksIsFoldedAndWhatItCostIsToldOnDemand() {
    CountDownLatch gate = new CountDownLatch(1);
    MODEL.script(
        "thoughtful",
        Script.stream()
            .role()
            .reasoning("Let me think about it.")
            .until(gate)
            .text("Forty-two.")
            .finish("stop")
            .usage(5, 9)
            .done());
    ChatPage page = open();
    page.ask("thoughtful");
    page.awaitShown("Thinking…");
    page.assertAccessible("thinking");
    gate.countDown();
    page.await("done");
    Page tab = page.page();
    assertThat(tab.getByText("Let me think about it.").isVisible()).isFalse();
    tab.getByText("Reasoning").click();
    tab.getByText("Let me think about it.").waitFor();
    assertThat(tab.getByText("9 tokens").isVisible()).isFalse();
    page.press("Model, use and time");
    tab.getByText("9 tokens").waitFor();
    page.assertAccessible("details");
  }
}
