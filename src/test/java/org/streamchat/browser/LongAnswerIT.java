package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * An answer of 20,000 tokens at 200 a second. How long the page's thread was held up is printed,
 * not judged: the machine that runs this has other things to do.
 */
class LongAnswerIT extends BrowserTest {
  private static final System.Logger LOG = System.getLogger(LongAnswerIT.class.getName());
  private static final double LIMIT = 600_000;
  private static final String OBSERVE =
      """
      window.held = [];
      new PerformanceObserver(list => list.getEntries().forEach(each => window.held.push(Math.round(each.duration))))
        .observe({type: 'longtask', buffered: true});
      """;

  @Test
  void isShownWhole() {
    context.addInitScript(OBSERVE);
    String question = "long tokens=20000 pace=5";
    ChatPage page = open();
    page.page().evaluate("() => { window.held = [] }");
    page.ask(question);
    page.page()
        .waitForFunction(
            "() => document.querySelector('.state')?.dataset.phase === 'done'",
            null,
            new Page.WaitForFunctionOptions().setTimeout(LIMIT).setPollingInterval(1000));
    List<?> held = (List<?>) page.page().evaluate("() => window.held");
    LOG.log(
        System.Logger.Level.INFO,
        "20,000 tokens: {0} tasks of 50 ms and longer, in ms: {1}",
        held.size(),
        held);
    assertWhole(page, question);
    assertThat(page.page().evaluate("() => document.querySelector('.scroller').scrollTop > 1000"))
        .isEqualTo(true);
  }
}
