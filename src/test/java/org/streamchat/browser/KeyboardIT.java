package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything by keyboard, without ever touching the pointer. */
class KeyboardIT extends BrowserTest {
  private static final String BOX = "Message";

  @BeforeEach
  void forgetOtherTestsChats() {
    forgetChats();
  }

  @Test
  void asksStopsEditsAndFindsChats() {
    ChatPage page = open();
    Keyboard keys = page.page().keyboard();
    keys.press("Shift+Escape");
    keys.type("keyboard tokens=2000 pace=20");
    keys.press("Enter");
    page.awaitText(40);
    keys.press("Escape");
    page.await("done");
    keys.press("ArrowUp");
    assertThat(page.focused()).isEqualTo("Edit question");
    keys.press("Escape");
    page.awaitFocus(BOX);
    keys.press("ArrowUp");
    assertThat(page.focused()).isEqualTo("Edit question");
    keys.press("Control+A");
    keys.type("keyboard tokens=12");
    keys.press("Enter");
    page.await("done");
    page.awaitShown("Branch 2 of 2");
    page.awaitFocus(BOX);
    page.tabTo("Previous branch");
    keys.press("Enter");
    page.awaitShown("Branch 1 of 2");
    page.awaitFocus("Next branch");
    keys.press("Enter");
    page.awaitShown("Branch 2 of 2");
    page.awaitFocus("Previous branch");
    assertWhole(page, "keyboard tokens=12");

    String session = page.session();
    keys.press("Control+Shift+O");
    page.page().waitForURL(url -> !url.contains("/chat/"));
    keys.press("Control+K");
    page.page().waitForFunction("() => document.activeElement?.type === 'search'");
    keys.type("keyboard");
    page.page().locator(".session mark").first().waitFor();
    page.assertAccessible("search");
    keys.press("Tab");
    keys.press("Enter");
    assertThat(page.session()).isEqualTo(session);
  }

  @Test
  void keepsItsPlaceWhileAnswersAreStoppedCarriedOnAndGivenAgain() {
    ChatPage page = open();
    Keyboard keys = page.page().keyboard();
    keys.press("Tab");
    assertThat(page.focused()).isEqualTo("Skip to the message box");
    keys.press("Enter");
    page.awaitFocus(BOX);
    keys.type("place tokens=200 pace=20");
    keys.press("Enter");
    page.awaitText(40);
    page.tabTo("Stop");
    keys.press("Enter");
    page.await("done");
    page.awaitFocus(BOX);
    page.tabTo("Continue");
    keys.press("Enter");
    page.await("answering");
    page.awaitFocusIn("article.answer");
    page.await("done");
    page.tabTo("Answer again");
    keys.press("Enter");
    page.awaitFocusIn("article.question");
    page.awaitShown("Branch 2 of 2");

    page.tabTo("Actions for “");
    keys.press("Enter");
    keys.press("Enter");
    page.awaitFocus("New title");
    keys.type("Renamed");
    keys.press("Enter");
    page.awaitFocus("Renamed");
  }

  @Test
  void opensAndLeavesWhatIsAboveThePage() {
    ChatPage page = open();
    Keyboard keys = page.page().keyboard();
    keys.press("Control+/");
    page.page().locator("dialog[open]").waitFor();
    page.assertAccessible("help");
    keys.press("Escape");
    page.page().locator("dialog[open]").waitFor(ChatPage.gone());
    keys.press("Control+,");
    page.page().locator("dialog[open]").waitFor();
    page.assertAccessible("settings");
    keys.press("Escape");
    page.page().locator("dialog[open]").waitFor(ChatPage.gone());

    page.ask("menu tokens=5");
    page.await("done");
    page.tabTo("This chat");
    keys.press("Enter");
    page.page().locator("[role=menu]").waitFor();
    page.assertAccessible("menu");
    keys.press("ArrowUp");
    assertThat(page.focused()).isEqualTo("Delete");
    keys.press("Enter");
    page.page().waitForURL(url -> !url.contains("/chat/"));
    page.awaitShown("Undo");
    page.awaitFocusIn("#main");
    keys.press("F6");
    // Its time stands still from here on.
    assertThat(page.focused()).isEqualTo("Undo");
    page.assertAccessible("undo");
    keys.press("Enter");
    page.page().locator(".session").first().waitFor();
  }
}
