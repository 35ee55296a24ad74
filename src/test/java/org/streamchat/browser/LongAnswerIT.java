package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.streamchat.support.Chromium;
import org.streamchat.support.ScriptedModel;

/**
 * An answer of 20,000 tokens at 200 a second. How long the page's thread was held up is printed,
 * not judged: the machine that runs this has other things to do. The tasks of the answer's last
 * part, when there is most on the page, are also given in the processor's time.
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
    int most = ScriptedModel.answerTo(question).length() * 3 / 4;
    await(page.page(), "document.querySelector('.answer')?.textContent.length > " + most);
    Browser browser = Chromium.browser();
    browser.startTracing(
        page.page(), new Browser.StartTracingOptions().setCategories(List.of(MainThread.CATEGORY)));
    await(page.page(), "document.querySelector('.state')?.dataset.phase === 'done'");
    List<MainThread.Task> tasks = MainThread.tasks(browser.stopTracing());
    List<?> held = (List<?>) page.page().evaluate("() => window.held");
    LOG.log(
        System.Logger.Level.INFO,
        "20,000 tokens: {0} tasks of 50 ms and longer, in ms: {1}",
        held.size(),
        held);
    MainThread.Task longest =
        tasks.stream().max(Comparator.comparingLong(MainThread.Task::cpu)).orElseThrow();
    LOG.log(
        System.Logger.Level.INFO,
        "Its last part: {0} tasks, the longest took {1} ms of the processor ({2} ms by the clock)",
        tasks.size(),
        longest.cpu() / 1000.0,
        longest.wall() / 1000.0);
    assertWhole(page, question);
    assertThat(page.page().evaluate("() => document.querySelector('.scroller').scrollTop > 1000"))
        .isEqualTo(true);
  }

  /** Looks now and then: a page that is asked with every frame has more to do. */
  private static void await(Page page, String condition) {
    page.waitForFunction(
        "() => " + condition,
        null,
        new Page.WaitForFunctionOptions().setTimeout(LIMIT).setPollingInterval(1000));
  }
}
