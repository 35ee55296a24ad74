package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streamchat.support.ScriptedModel;

/** Chats as things to find, keep, carry away and throw away. */
class ChatsIT extends BrowserTest {
  @TempDir Path folder;

  @Test
  void aChatIsCarriedAwayAndBroughtBack() throws IOException {
    String question = "carried tokens=12";
    ChatPage page = open();
    page.ask(question);
    page.await("done");
    String session = page.session();

    String markdown = Files.readString(downloaded(page, "Export as Markdown", "chat.md"));
    assertThat(markdown).contains(question, ScriptedModel.answerTo(question).strip());
    Path json = downloaded(page, "Export as JSON", "chat.json");
    assertThat(Files.readString(json)).contains("streamchat-session", question);

    page.openSettings();
    page.page().locator("input[type=file]").setInputFiles(json);
    page.page().waitForURL(url -> url.contains("/chat/") && !url.contains(session));
    page.awaitAnswers(1);
    assertWhole(page, question);
  }

  @Test
  void aChatIsFoundByItsWordsAndOpenedWhereTheyStand() {
    ChatPage page = open();
    page.ask("lighthouse-keeper tokens=600 pace=1");
    page.await("done");
    String session = page.session();
    page.ask("and-more tokens=600 pace=1");
    page.awaitAnswers(2);
    page.await("done");
    page.press("New chat");
    page.page().locator(".search").fill("lighthouse-keeper");
    page.page().locator(".session mark").first().click();
    assertThat(page.session()).isEqualTo(session);
    page.awaitAnswers(2);
    page.page()
        .waitForFunction(
            "() => { const box = document.querySelector('article.question').getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight }");

    String anchor = page.answers().last().getAttribute("id");
    ChatPage linked =
        ChatPage.open(context, network.url().resolve("chat/" + session + "#" + anchor));
    linked.awaitAnswers(2);
    linked
        .page()
        .waitForFunction(
            "id => Math.abs(document.getElementById(id).getBoundingClientRect().top) < innerHeight",
            anchor);
    assertWhole(linked, "and-more tokens=600 pace=1");
  }

  @Test
  void aChatThatIsDeletedCanBeHadBackUntilItIsGone() {
    ChatPage page = open();
    page.ask("undone tokens=5");
    page.await("done");
    String session = page.session();
    choose(page, "Delete");
    page.page().waitForURL(url -> !url.contains("/chat/"));
    page.press("Undo");
    page.page().locator(".session a[href*='" + session + "']").click();
    page.awaitAnswers(1);
    assertWhole(page, "undone tokens=5");

    choose(page, "Delete");
    page.page().waitForURL(url -> !url.contains("/chat/"));
    page.page().navigate("about:blank");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> chat.client().session(session).status() == 404);
  }

  @Test
  void everyChatKeepsItsDraft() {
    ChatPage page = open();
    page.ask("drafts tokens=5");
    page.await("done");
    String address = page.page().url();
    page.type("for the old chat");
    page.press("New chat");
    page.page().waitForURL(url -> !url.contains("/chat/"));
    page.awaitDraft("");
    page.type("for the new chat");
    page.page().goBack();
    page.awaitAnswers(1);
    page.awaitDraft("for the old chat");
    page.reload();
    page.awaitAnswers(1);
    page.awaitDraft("for the old chat");
    ChatPage.open(context, network.url()).awaitDraft("for the new chat");
    ChatPage.open(context, URI.create(address)).awaitDraft("for the old chat");
  }

  private static void choose(ChatPage page, String item) {
    page.press("This chat");
    page.page()
        .getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(item).setExact(true))
        .click();
  }

  private Path downloaded(ChatPage page, String item, String name) {
    Download download = page.page().waitForDownload(() -> choose(page, item));
    Path file = folder.resolve(name);
    download.saveAs(file);
    assertThat(download.suggestedFilename()).endsWith(name.substring(name.indexOf('.')));
    return file;
  }
}
