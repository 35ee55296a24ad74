package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import org.junit.jupiter.api.Test;

/** What users set for themselves, and what the server then does with it. */
class SettingsIT extends BrowserTest {
  private static final String KEY = "sk-of-one-user";

  @Test
  void anOwnKeyOpensAProviderAndIsNeverShownAgain() {
    ChatPage page = open();
    page.openSettings();
    Page settings = page.page();
    settings.locator("form.key", new Page.LocatorOptions().setHasText("no key")).waitFor();
    settings.locator("form.key").last().locator("input").fill(KEY);
    settings.locator("form.key").last().getByText("Keep key").click();
    page.awaitShown("The key is kept.");
    settings.locator("form.key", new Page.LocatorOptions().setHasText("your key")).waitFor();
    page.assertAccessible("own key");
    page.press("Close");
    page.reload();

    settings.getByLabel("Model").selectOption(new SelectOption().setLabel("second-model"));
    String question = "own-key tokens=8";
    page.ask(question);
    page.await("done");
    assertWhole(page, question);
    assertThat(MODEL.asked(question).get(0).header("authorization")).isEqualTo("Bearer " + KEY);
    assertThat(MODEL.asked(question).get(0).body().getString("model")).isEqualTo("second-model");
    assertThat(settings.content()).doesNotContain(KEY);

    page.openSettings();
    settings.getByText("Remove key").click();
    page.awaitShown("The key is removed.");
    settings.locator("form.key", new Page.LocatorOptions().setHasText("no key")).waitFor();
  }

  @Test
  void anOwnRoleAnswers() {
    ChatPage page = open();
    Page settings = page.page();
    page.openSettings();
    page.press("New role");
    settings.getByLabel("Name").fill("Harbour pilot");
    settings.getByLabel("Icon").fill("⚓");
    settings.getByLabel("What the model is told").fill("Speak like a harbour pilot.");
    page.assertAccessible("new role");
    page.press("Save");
    settings.getByText("Harbour pilot").first().waitFor();
    page.press("Close");

    settings
        .getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Harbour pilot"))
        .check();
    String question = "own-role tokens=8";
    page.ask(question);
    page.await("done");
    assertWhole(page, question);
    assertThat(MODEL.asked(question).get(0).body().toString())
        .contains("Speak like a harbour pilot.");
    settings.locator(".under").getByText("Harbour pilot").waitFor();

    page.openSettings();
    settings.getByLabel("Edit “Harbour pilot”").click();
    settings.getByLabel("Name").fill("Tug captain");
    page.press("Save");
    settings.locator("dialog").getByText("Tug captain").waitFor();
    settings.getByLabel("Delete “Tug captain”").click();
    settings.locator("dialog").getByText("Tug captain").waitFor(ChatPage.gone());
  }

  @Test
  void useIsCountedAgainstTheLimit() {
    ChatPage page = open();
    page.ask("use tokens=30");
    page.await("done");
    page.openSettings();
    Page settings = page.page();
    settings.locator("meter").waitFor();
    assertThat(settings.locator("dialog").innerText()).contains("Tokens today", "100,000,000");
    assertThat((Number) settings.locator("meter").evaluate("meter => meter.value"))
        .extracting(Number::intValue)
        .matches(used -> used > 0);
  }
}
