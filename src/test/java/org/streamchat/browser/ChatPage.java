package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * One tab with the page in it, in the words of its reader: named in English, whatever it speaks.
 */
final class ChatPage {
  private static final double LIMIT = 60_000;
  private static final String PHASE =
      "phase => document.querySelector('.state')?.dataset.phase === phase";
  private static final String LENGTH =
      "least => ([...document.querySelectorAll('article.answer')].at(-1)?.textContent.length ?? 0) >= least";
  private static final String FOCUSED =
      "() => (document.activeElement.getAttribute('aria-label') ?? document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent).trim()";
  private static final Path AXE =
      Path.of("src", "main", "frontend", "node_modules", "axe-core", "axe.min.js");

  private final Page page;
  private Words words = Words.ENGLISH;

  private ChatPage(Page page) {
    this.page = page;
    page.setDefaultTimeout(LIMIT);
  }

  static ChatPage open(BrowserContext context, URI address) {
    ChatPage opened = new ChatPage(context.newPage());
    opened.page.navigate(address.toString());
    opened.page.locator(".composer textarea").waitFor();
    return opened;
  }

  /** The page's language, where that is not English. */
  ChatPage speaking(Words language) {
    words = language;
    return this;
  }

  /** Another tab of the same browser at the same address. */
  ChatPage secondTab() {
    return open(page.context(), URI.create(page.url())).speaking(words);
  }

  Page page() {
    return page;
  }

  void ask(String message) {
    page.locator(".composer textarea").fill(message);
    page.keyboard().press("Enter");
  }

  void reload() {
    page.reload();
  }

  void press(String button) {
    button(button).click();
  }

  void awaitGone(String button) {
    button(button).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words.of(name)).setExact(true));
  }

  /**
   * Waits until the connection stands like this: answering, reconnecting, offline, done, failed …
   */
  void await(String phase) {
    try {
      page.waitForFunction(PHASE, phase);
    } catch (TimeoutError e) {
      throw new AssertionError(phase + " is not reached: " + page.locator("main").innerText(), e);
    }
  }

  /** Waits until the last answer shows at least so many characters. */
  void awaitText(int characters) {
    page.waitForFunction(LENGTH, characters);
  }

  void awaitAnswers(int count) {
    page.waitForFunction(
        "count => document.querySelectorAll('article.answer').length === count", count);
  }

  /** What the reader sees of the last answer, as rendered. */
  String visible() {
    return answers().last().innerText();
  }

  Locator answers() {
    return page.locator("article.answer");
  }

  Locator questions() {
    return page.locator("article.question");
  }

  /** The last answer exactly as the page holds it: what its copy button gives. */
  String copied() {
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    page.bringToFront();
    answers().last().getByLabel(words.of("Copy answer")).click();
    answers().last().getByLabel(words.of("Copied")).waitFor();
    return (String) page.evaluate("() => navigator.clipboard.readText()");
  }

  /** Asks a question, counted from 0, in other words. */
  void editQuestion(int index, String message) {
    questions().nth(index).hover();
    questions().nth(index).getByLabel(words.of("Edit question")).click();
    page.locator(".editing textarea").fill(message);
    page.keyboard().press("Enter");
  }

  /** Has an answer, counted from 0, given again. */
  void answerAgain(int index) {
    answers().nth(index).getByLabel(words.of("Answer again")).click();
  }

  /** Waits for a text or a label. */
  void awaitShown(String text) {
    String said = words.of(text);
    page.getByLabel(said).or(page.getByText(said)).first().waitFor();
  }

  /** Waits until this stands in the box. */
  void awaitDraft(String text) {
    page.waitForFunction(
        "text => document.querySelector('.composer textarea')?.value === text", text);
  }

  void type(String draft) {
    page.locator(".composer textarea").fill(draft);
  }

  void openSettings() {
    press("Settings");
    page.locator("dialog[open]").waitFor();
    awaitShown("Limits and use");
  }

  /** Brings the tab to the front. */
  void show() {
    page.bringToFront();
  }

  void close() {
    page.close();
  }

  /** The name of what has the focus. */
  String focused() {
    return (String) page.evaluate(FOCUSED);
  }

  void awaitFocus(String name) {
    page.waitForFunction("name => (" + FOCUSED + ")() === name", name);
  }

  void awaitFocusIn(String selector) {
    page.waitForFunction("selector => document.activeElement.matches(selector)", selector);
  }

  /** Presses Tab until the focus is on what has a name that begins like this: all is reached so. */
  void tabTo(String name) {
    for (int presses = 0; presses < 60; presses++) {
      page.keyboard().press("Tab");
      if (focused().startsWith(name)) {
        return;
      }
    }
    throw new AssertionError(name + " is not reached by Tab");
  }

  static Locator.WaitForOptions gone() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);
  }

  /** The session's id, as the address names it. */
  String session() {
    page.waitForFunction("() => location.pathname.startsWith('/chat/')");
    return page.url().replaceFirst("^.*/chat/", "").replaceFirst("#.*$", "");
  }

  /** Nothing on the page may keep anyone out: axe, with the rules of WCAG 2.2 AA. */
  void assertAccessible(String state) {
    if (!Boolean.TRUE.equals(page.evaluate("() => 'axe' in window"))) {
      // Evaluated by the debugger, not added as a script: the page's own policy stays in force.
      page.evaluate(read(AXE));
    }
    Object violations =
        page.evaluate(
            "async () => (await axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']}))"
                + ".violations.map(v => v.id + ' ' + v.nodes.map(n => n.target.join(' ')).join(', '))");
    assertThat((List<?>) violations).as(state).isEmpty();
  }

  void screenshot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
  }

  private static String read(Path file) {
    try {
      return java.nio.file.Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
