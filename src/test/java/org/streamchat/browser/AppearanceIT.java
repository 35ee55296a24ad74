package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.streamchat.support.Script;

/**
 * The page in its languages, colours and sizes, with nothing in anyone's way; its pictures are kept
 * in target/screenshots.
 */
class AppearanceIT extends BrowserTest {
  private static final String MARKDOWN =
      """
      ## 流式回答

      好的，**逐字**显示，并且不会丢失。

      | 项目 | 说明 |
      | --- | --- |
      | 会话 | 用户的对话 |

      ```java
      int answer = 42; // the answer
      ```
      """;
  private static final String HOSTILE =
      "<script>document.title='owned'</script>\n\n<img src=x onerror=\"document.title='owned'\">\n\n"
          + "[press](javascript:document.title='owned') ![pixel](http://evil.invalid/p.png)\n\nThe end.";

  @Test
  void speaksChinese() {
    MODEL.script("中文", Script.stream().role().text(MARKDOWN).finish("stop").done());
    try (BrowserContext chinese =
        newContext(
            new Browser.NewContextOptions().setLocale("zh-CN").setColorScheme(ColorScheme.LIGHT))) {
      ChatPage page = ChatPage.open(chinese, network.url());
      assertThat(page.page().locator("html").getAttribute("lang")).isEqualTo("zh-Hans");
      page.ask("请用中文回答");
      page.await("done");
      assertThat(page.visible()).contains("流式回答", "会话");
      page.page().locator(".hljs-keyword, .hljs-type").first().waitFor();
      page.assertAccessible("Chinese");
      page.screenshot("chinese");
    }
  }

  @Test
  void fitsAPhone() {
    MODEL.script("phone", Script.stream().role().text(MARKDOWN).finish("stop").done());
    try (BrowserContext phone =
        newContext(
            new Browser.NewContextOptions()
                .setLocale("en-US")
                .setViewportSize(320, 640)
                .setHasTouch(true)
                .setIsMobile(true))) {
      ChatPage page = ChatPage.open(phone, network.url());
      page.ask("phone");
      page.await("done");
      assertThat(page.page().evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
          .isEqualTo(true);
      page.assertAccessible("phone");
      page.screenshot("phone");
      page.press("Show chats");
      page.page().locator(".session.current").waitFor();
      page.assertAccessible("phone, list open");
      page.screenshot("phone-list");
    }
  }

  @Test
  void isDarkWhereTheSystemIs() {
    MODEL.script("dark", Script.stream().role().text(MARKDOWN).finish("stop").done());
    try (BrowserContext dark =
        newContext(
            new Browser.NewContextOptions().setLocale("en-US").setColorScheme(ColorScheme.DARK))) {
      ChatPage page = ChatPage.open(dark, network.url());
      page.assertAccessible("dark, empty");
      page.ask("dark");
      page.await("done");
      page.assertAccessible("dark");
      page.screenshot("dark");
    }
  }

  @Test
  void showsWhyAnAnswerFailed() {
    MODEL.script(
        "breaks",
        Script.stream().role().text("A beginning").pause(Duration.ofMillis(20)).reset(),
        Script.refuse());
    ChatPage page = open();
    page.ask("breaks");
    page.await("failed");
    assertThat(page.visible()).contains("A beginning");
    page.assertAccessible("failed");
    page.screenshot("failed");
  }

  @Test
  void doesNothingThatAHostileAnswerAsksFor() {
    MODEL.script("hostile", Script.stream().role().text(HOSTILE).finish("stop").done());
    ChatPage page = open();
    page.ask("hostile");
    page.await("done");
    assertThat(page.visible()).contains("The end.");
    assertThat(page.page().title()).startsWith("hostile");
    assertThat(page.page().locator(".answer :is(script, img, iframe)").count()).isZero();
    assertThat(page.page().locator("a[href^=javascript]").count()).isZero();
  }

  @Test
  void saysThatThereIsNoSuchChat() {
    ChatPage page =
        ChatPage.open(context, network.url().resolve("chat/0190a7b2-0000-7000-8000-000000000000"));
    page.page().getByText("There is no such chat.").waitFor();
    page.assertAccessible("missing");
  }

  @Test
  void isReadLightToo() {
    ChatPage page = open();
    page.assertAccessible("light, empty");
    page.screenshot("light-empty");
    page.ask("light tokens=60 pace=30");
    page.await("answering");
    page.awaitText(20);
    page.assertAccessible("light, answering");
    page.screenshot("light-answering");
    page.await("done");
    page.assertAccessible("light");
    page.screenshot("light");
  }
}
