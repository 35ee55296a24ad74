package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The list of chats, the menus and sheets above the page, and the account. */
class SheetsGalleryIT extends Gallery {
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

  @ParameterizedTest
  @EnumSource
  void theListOfChats(Look look) {
    openAnswered(look);
    page.press("This chat");
    shown("[role=menu]");
    state("menu");
    tab.keyboard().press("Escape");
    openList();
    tab.locator(".search").fill(subject.found());
    shown(".session mark");
    state("search");
    tab.locator(".search").fill("qqq");
    page.awaitShown("Nothing found");
    state("nothing-found");
    tab.locator(".search").fill("");
    Locator other = tab.locator(".session:not(.current)").first();
    other.waitFor();
    other.hover();
    other.locator("[aria-haspopup=menu]").click();
    shown("[role=menu]");
    state("list-menu");
    choose("Rename");
    shown(".session input");
    state("renaming");
    tab.keyboard().press("Escape");
    tab.locator(".session input").waitFor(ChatPage.gone());
    closeList();
    page.press("This chat");
    choose("Delete");
    page.awaitShown("Undo");
    state("deleted");
  }

  @ParameterizedTest
  @EnumSource
  void theSheets(Look look) {
    open(look);
    openList();
    page.press("Settings");
    shown("dialog[open]");
    page.awaitShown("Limits and use");
    shown("dialog form.key");
    state("settings");
    page.press("New role");
    shown(".role-form").scrollIntoViewIfNeeded();
    state("new-role");
    page.press("Cancel");
    shown(".choose").scrollIntoViewIfNeeded();
    state("settings-end");
    page.press("Close");
    page.press("Keyboard shortcuts");
    shown("dialog[open] kbd");
    state("help");
    page.press("Close");
    closeList();
  }

  /** What only single sign-on brings: the interface's side of it is played here. */
  @ParameterizedTest
  @EnumSource
  void theAccount(Look look) {
    open(look);
    tab.route("**/api/me", route -> route.fulfill(answer(200, SIGNED_IN)));
    tab.route(
        "**/api/tokens",
        route ->
            route.fulfill(
                route.request().method().equals("POST")
                    ? answer(201, TOKEN)
                    : answer(200, TOKENS)));
    page.reload();
    shown(".welcome");
    openList();
    shown(".side-foot [aria-haspopup=menu]").click();
    assertThat(shown("[role=menu]").textContent()).contains(look.words().of("Sign out"));
    state("account");
    tab.keyboard().press("Escape");
    page.openSettings();
    page.press("New token");
    tab.getByLabel(look.words().of("What it is for")).fill("Terminal");
    state("new-token");
    page.press("Make token");
    shown(".secret").scrollIntoViewIfNeeded();
    state("tokens");
    page.press("Close");
    closeList();
  }
}
