package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reader who looks elsewhere, leaves and comes back, or puts the phone away. */
class AwayIT extends BrowserTest {
  /** A page that is driven is always visible: whether it is said to be is up to the test here. */
  private static final String LOOKING_ELSEWHERE =
      """
      let away = false;
      Object.defineProperty(document, 'visibilityState', {get: () => away ? 'hidden' : 'visible'});
      window.look = elsewhere => { away = elsewhere; document.dispatchEvent(new Event('visibilitychange')); };
      window.notices = [];
      const Real = window.Notification;
      window.Notification = class extends Real {
        // A browser without windows says "denied" also of what has been granted.
        static get permission() { return 'granted'; }
        constructor(title, options) { super(title, options); window.notices.push(title); }
      };
      """;

  @Test
  void aLongAnswerThatIsDoneIsTold() {
    context.grantPermissions(List.of("notifications"));
    context.addInitScript(LOOKING_ELSEWHERE);
    ChatPage page = open();
    page.openSettings();
    page.page().getByLabel("Tell me when a long answer is done").check();
    page.press("Close");
    String question = "noticed tokens=300 pace=40";
    page.ask(question);
    page.awaitText(20);
    assertThat(page.page().title()).startsWith("…");
    page.page().evaluate("() => look(true)");
    page.page().waitForFunction("() => notices.length === 1");
    assertThat((String) page.page().evaluate("() => notices[0]")).startsWith("Answer finished");
    page.page().waitForFunction("() => document.title.startsWith('✓')");
    page.page().evaluate("() => look(false)");
    page.page().waitForFunction("() => !document.title.startsWith('✓')");
    assertWhole(page, question);
  }

  @Test
  void aPhoneThatWakesUpShowsTheWholeAnswer() {
    String question = "sleep tokens=200 pace=20";
    ChatPage page = open();
    page.ask(question);
    page.awaitText(100);
    String session = page.session();
    CDPSession phone = context.newCDPSession(page.page());
    phone.send("Page.setWebLifecycleState", state("frozen"));
    network.cut();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> chat.client().lastMessage(session).getString("status").equals("complete"));
    phone.send("Page.setWebLifecycleState", state("active"));
    page.await("done");
    assertWhole(page, question);
    assertThat(MODEL.asked(question)).hasSize(1);
  }

  @Test
  void goingBackFindsTheAnswerGoingOn() {
    String question = "back tokens=300 pace=20";
    ChatPage page = open();
    page.ask(question);
    page.awaitText(100);
    page.page().navigate("about:blank");
    page.page().goBack();
    page.awaitText(200);
    page.await("done");
    assertWhole(page, question);
  }

  @Test
  void aPageOutOfTheBackForwardCacheTrustsNoOldConnection() {
    String question = "cache tokens=300 pace=20";
    ChatPage page = open();
    page.ask(question);
    page.awaitText(100);
    page.page()
        .waitForRequest(
            request -> request.url().endsWith("/events"),
            () ->
                page.page()
                    .evaluate(
                        "() => window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"));
    page.await("done");
    assertWhole(page, question);
  }

  private static JsonObject state(String name) {
    JsonObject state = new JsonObject();
    state.addProperty("state", name);
    return state;
  }
}
