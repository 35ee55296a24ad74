package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import jakarta.json.Json;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.streamchat.support.Script;
import org.streamchat.support.ScriptedModel;

/**
 * States of the page in light, in dark, on a phone and in Chinese: each is waited for, looked at by
 * axe, and kept as a picture in target/screenshots.
 */
abstract class Gallery extends BrowserTest {
  enum Look {
    LIGHT,
    DARK,
    PHONE,
    CHINESE;

    Browser.NewContextOptions options() {
      Browser.NewContextOptions options =
          new Browser.NewContextOptions()
              .setLocale(this == CHINESE ? "zh-CN" : "en-US")
              .setColorScheme(this == DARK ? ColorScheme.DARK : ColorScheme.LIGHT);
      return this == PHONE
          ? options.setViewportSize(390, 780).setHasTouch(true).setIsMobile(true)
          : options.setViewportSize(1280, 800);
    }

    Words words() {
      return this == CHINESE ? Words.CHINESE : Words.ENGLISH;
    }

    Tides subject() {
      return this == CHINESE ? Tides.CHINESE : Tides.ENGLISH;
    }
  }

  /** Nothing is on its way to its place any more. */
  private static final String SETTLED =
      "() => !document.getAnimations().some(each => each instanceof CSSTransition)";

  /** What of the page can be read or heard. */
  private static final String SAID =
      """
      () => [document.title, document.body.innerText,
        ...[...document.querySelectorAll('[aria-label], [title], [placeholder]')]
          .flatMap(each => ['aria-label', 'title', 'placeholder'].map(name => each.getAttribute(name) ?? ''))].join('\\n')
      """;

  Look look;
  Tides subject;
  ChatPage page;
  Page tab;

  /** A new chat as this look shows it, beside a few old ones. */
  void open(Look wanted) {
    look = wanted;
    subject = look.subject();
    MODEL.title(said(subject.title()));
    forgetChats();
    subject
        .otherTitles()
        .forEach(
            title ->
                chat.client()
                    .createSession(Json.createObjectBuilder().add("title", title).build()));
    context.close();
    context = newContext(look.options());
    page = ChatPage.open(context, network.url()).speaking(look.words());
    tab = page.page();
    tab.locator(".roles label").first().waitFor();
    attached(".session >> nth=" + (subject.otherTitles().size() - 1));
  }

  /** The same with a chat open in which the question has been asked and answered. */
  void openAnswered(Look wanted) {
    open(wanted);
    MODEL.script(
        subject.question(), Script.stream().role().text(subject.beginning()).finish("stop").done());
    page.ask(subject.question());
    page.await("done");
    attached(".session.current");
  }

  @AfterEach
  void forgetTheTitle() {
    MODEL.title(said("\"" + ScriptedModel.TITLE + "\""));
  }

  /** Keeps a picture of what is shown now; nothing of it may keep anyone out. */
  void state(String name) {
    tab.waitForFunction(SETTLED);
    String here = look.name().toLowerCase(Locale.ROOT) + "-" + name;
    page.screenshot(here);
    page.assertAccessible(here);
    assertThat(tab.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
        .as(here + " fits the window")
        .isEqualTo(true);
    String said = (String) tab.evaluate(SAID);
    assertThat(look.words().foreign().stream().filter(said::contains))
        .as(here + " speaks the reader's language")
        .isEmpty();
  }

  /** What the list of chats is needed for; on a phone it is a drawer. */
  void openList() {
    if (look == Look.PHONE) {
      page.press("Show chats");
      tab.locator(".drawer-open .side").waitFor();
    }
  }

  void closeList() {
    if (look == Look.PHONE) {
      page.press("Close chats");
    }
  }

  void choose(String item) {
    tab.getByRole(
            AriaRole.MENUITEM,
            new Page.GetByRoleOptions().setName(look.words().of(item)).setExact(true))
        .click();
  }

  /** Something shows that is found by its looks. */
  Locator shown(String selector) {
    Locator found = tab.locator(selector).first();
    found.waitFor();
    return found;
  }

  /** The same of what a phone may hold in its drawer. */
  void attached(String selector) {
    tab.locator(selector)
        .first()
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
  }

  /** The page looks again at what it shows, as when its reader comes back to it. */
  void comeBack() {
    tab.evaluate("() => window.dispatchEvent(new Event('focus'))");
  }

  static Script said(String text) {
    return Script.stream().role().text(text).finish("stop").done();
  }

  static Route.FulfillOptions answer(int status, String json) {
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

  static Route.FulfillOptions refusal(int status, String problem) {
    return answer(
        status,
        Json.createObjectBuilder()
            .add("type", "urn:streamchat:problem:" + problem)
            .add("title", "-")
            .add("status", status)
            .build()
            .toString());
  }
}
