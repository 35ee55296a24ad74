package org.streamchat.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import jakarta.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.streamchat.support.Script;
import org.streamchat.support.ScriptedModel;

/**
 * Every state of the page in light, in dark and on a phone: looked at by axe, and kept as a picture
 * in target/screenshots.
 */
class GalleryIT extends BrowserTest {
  enum Look {
    LIGHT,
    DARK,
    PHONE;

    Browser.NewContextOptions options() {
      Browser.NewContextOptions options =
          new Browser.NewContextOptions()
              .setLocale("en-US")
              .setColorScheme(this == DARK ? ColorScheme.DARK : ColorScheme.LIGHT);
      return this == PHONE
          ? options.setViewportSize(390, 780).setHasTouch(true).setIsMobile(true)
          : options.setViewportSize(1280, 800);
    }
  }

  private static final String BEGINNING =
      """
      Tides are the slow breathing of the sea, and the **Moon** sets their rhythm.

      ## Why there are two a day

      The Moon pulls harder on the side of the Earth that faces it than on the far side. The *difference* stretches the oceans into two bulges, one towards the Moon and one away from it, and the Earth turns below them.

      1. About every 12 hours and 25 minutes a coast passes below a bulge: high water.
      2. The 25 minutes are there because the Moon moves on while the Earth turns.
      3. When Sun and Moon pull in one line, at new and full moon, the tides are highest.
      """;
  private static final String REST =
      """

      | Place | Mean range | Spring range |
      | --- | ---: | ---: |
      | Bay of Fundy | 11.7 m | 16.3 m |
      | Bristol Channel | 9.6 m | 12.3 m |
      | Baltic Sea | 0.1 m | 0.2 m |

      The pull falls off with the third power of the distance, $a = 2GMr/d^3$, which is why the small, near Moon beats the huge, far Sun.

      ```java
      /** How strongly a body raises tides, relative to the Moon. */
      double tidalPull(double mass, double distance) {
        double ratio = MOON_DISTANCE / distance;
        return mass / MOON_MASS * Math.pow(ratio, 3); // the Sun: 0.46
      }
      ```
      """;

  private static final String ARABIC =
      """
      المدّ والجزر حركةٌ بطيئة للبحر، و**القمر** يحدّد إيقاعها.

      - المدّ العالي مرّتان في اليوم تقريبًا.
      - الفرق بينهما `12 h 25 min`.

      > كلّ ما في البحر يتحرّك مع القمر.
      """;
  private static final String SIGNED_IN =
      """
      {"id": "u", "name": "Ada Lovelace", "email": "ada@example.org", "roles": ["user"], "logout": "/logout", "tokens": true,
       "limits": {"sendsPerMinute": 20, "concurrent": 10, "tokensPerDay": 200000}, "use": {"tokensToday": 48200}}
      """;
  private static final String TOKENS =
      """
      {"tokens": [{"id": "t", "name": "Nightly report", "scopes": ["chat", "read"], "createdAt": "2026-10-01T08:00:00Z",
       "expiresAt": "2027-01-01T08:00:00Z", "lastUsedAt": "2026-11-20T02:00:00Z"}]}
      """;
  private static final String TOKEN =
      """
      {"id": "n", "name": "Terminal", "scopes": ["chat"], "createdAt": "2026-11-01T08:00:00Z",
       "expiresAt": "2026-12-01T08:00:00Z", "token": "sc_7hQ2mY0rN4dVx1LkZp9sTb3WcE6uJa8f"}
      """;
  private static final String SIGN_IN =
      "{\"type\": \"urn:streamchat:problem:unauthenticated\", \"title\": \"Sign in first\", \"status\": 401, \"login\": \"/login\"}";
  private static final String UNAVAILABLE =
      "{\"type\": \"urn:streamchat:problem:database-unavailable\", \"title\": \"-\", \"status\": 503}";

  @AfterEach
  void forgetTheTitle() {
    MODEL.title(titled(ScriptedModel.TITLE));
  }

  @ParameterizedTest
  @EnumSource
  void showsEveryStateToEveryone(Look look) {
    String name = look.name().toLowerCase(java.util.Locale.ROOT);
    MODEL.title(titled("Why there are two tides a day"));
    for (String title :
        List.of(
            "Packing list for Bergen",
            "翻译：海边的诗",
            "A regex for ISO dates",
            "Letter to the harbour office")) {
      chat.client()
          .send("POST", "/api/sessions", Json.createObjectBuilder().add("title", title).build());
    }
    try (BrowserContext context = newContext(look.options())) {
      ChatPage page = ChatPage.open(context, network.url());
      page.page().locator(".roles label").first().waitFor();
      page.page()
          .locator(".session")
          .first()
          .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
      state(page, name, "empty");
      answers(page, name);
      aboveThePage(page, name, look);
      account(page, name, look);
      trouble(page, context, name);
    }
  }

  private void answers(ChatPage page, String name) {
    CountDownLatch gate = new CountDownLatch(1);
    String question = "Why are there two tides a day? (" + name + ")";
    MODEL.script(
        question,
        Script.stream().role().text(BEGINNING).until(gate).text(REST).finish("stop").done());
    page.ask(question);
    page.awaitText(500);
    page.await("answering");
    state(page, name, "answering");
    gate.countDown();
    page.await("done");
    page.page().locator(".katex").first().waitFor();
    page.page().locator(".code span[class^=hljs]").first().waitFor();
    state(page, name, "done");
    page.page().locator(".answer .code").scrollIntoViewIfNeeded();
    page.page().locator(".question").first().hover();
    page.page().getByLabel("Edit question").first().click();
    state(page, name, "editing");
    page.press("Cancel");
    page.answerAgain(0);
    page.awaitShown("Branch 2 of 2");
    state(page, name, "branches");
    MODEL.script("المدّ", Script.stream().role().text(ARABIC).finish("stop").done());
    page.ask("ما هو المدّ والجزر؟");
    page.awaitAnswers(2);
    page.await("done");
    state(page, name, "right-to-left");
  }

  private void aboveThePage(ChatPage page, String name, Look look) {
    page.press("This chat");
    page.page().locator("[role=menu]").waitFor();
    state(page, name, "menu");
    page.page().keyboard().press("Escape");
    if (look == Look.PHONE) {
      page.press("Show chats");
      page.page().locator(".session.current").waitFor();
    }
    page.page().locator(".search").fill("tides");
    page.page().locator(".session mark").first().waitFor();
    state(page, name, "search");
    page.page().locator(".search").fill("");
    page.press("Settings");
    page.page().locator("dialog[open]").waitFor();
    page.awaitShown("Limits and use");
    state(page, name, "settings");
    page.press("Close");
    page.press("Keyboard shortcuts");
    page.page().locator("dialog[open]").waitFor();
    state(page, name, "help");
    page.press("Close");
    if (look == Look.PHONE) {
      page.press("Close chats");
    }
  }

  /** What only single sign-on brings: the interface's side of it is played here. */
  private void account(ChatPage page, String name, Look look) {
    Page tab = page.page();
    tab.route("**/api/me", route -> route.fulfill(answer(200, SIGNED_IN)));
    tab.route(
        "**/api/tokens",
        route ->
            route.fulfill(
                route.request().method().equals("POST")
                    ? answer(201, TOKEN)
                    : answer(200, TOKENS)));
    page.reload();
    page.awaitAnswers(2);
    if (look == Look.PHONE) {
      page.press("Show chats");
    }
    page.press("Signed in as Ada Lovelace");
    tab.locator("[role=menu]").waitFor();
    state(page, name, "account");
    tab.keyboard().press("Escape");
    page.openSettings();
    page.press("New token");
    tab.getByLabel("What it is for").fill("Terminal");
    state(page, name, "new-token");
    page.press("Make token");
    tab.locator(".secret").scrollIntoViewIfNeeded();
    state(page, name, "tokens");
    page.press("Close");
    if (look == Look.PHONE) {
      page.press("Close chats");
    }
    tab.route("**/api/sessions/*", route -> route.fulfill(answer(401, SIGN_IN)));
    tab.evaluate("() => window.dispatchEvent(new Event('focus'))");
    page.awaitShown("Sign in again");
    state(page, name, "signed-out");
    tab.unrouteAll();
    tab.evaluate("() => window.dispatchEvent(new Event('focus'))");
    page.awaitGone("Sign in again");
    tab.route("**/context", route -> route.fulfill(answer(503, UNAVAILABLE)));
    page.press("This chat");
    tab.getByText("Forget earlier messages").click();
    page.awaitShown("The earlier messages could not be left out.");
    state(page, name, "not-done");
    tab.unrouteAll();
    page.press("Dismiss");
  }

  private static Route.FulfillOptions answer(int status, String json) {
    return new Route.FulfillOptions()
        .setStatus(status)
        .setHeaders(
            Map.of(
                "Content-Type",
                status < 300 ? "application/json" : "application/problem+json",
                "Retry-After",
                "20"))
        .setBody(json);
  }

  private void trouble(ChatPage page, BrowserContext context, String name) {
    page.ask("stops " + name + " tokens=3000 pace=30");
    page.awaitAnswers(3);
    page.awaitText(10);
    network.breakDown();
    page.await("reconnecting");
    state(page, name, "reconnecting");
    context.setOffline(true);
    page.await("offline");
    state(page, name, "offline");
    context.setOffline(false);
    network.mend();
    page.await("answering");
    page.press("Stop");
    page.await("done");
    state(page, name, "stopped");
    MODEL.script(
        "fails " + name,
        Script.stream().role().text("A beginning").pause(Duration.ofMillis(20)).reset(),
        Script.refuse());
    page.ask("fails " + name);
    page.await("failed");
    state(page, name, "failed");
    page.press("This chat");
    page.page().getByText("Delete").last().click();
    page.awaitShown("Undo");
    state(page, name, "deleted");
  }

  private static Script titled(String title) {
    return Script.stream().role().text(title).finish("stop").done();
  }

  private static void state(ChatPage page, String look, String state) {
    page.assertAccessible(look + ", " + state);
    page.screenshot(look + "-" + state);
  }
}
