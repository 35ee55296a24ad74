package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
      """
      <script>document.title='owned'</script>

      <img src=x onerror="document.title='owned'"> <svg onload="document.title='owned'">

      <iframe src="https://evil.invalid"></iframe> <a href="javascript:document.title='owned'">a</a>

      <form action="https://evil.invalid"><input name="q"><button>Go</button></form>

      [press](javascript:document.title='owned') [data](data:text/html,<script>alert(1)</script>)
      [case](JaVaScRiPt:alert(1)) [space](<java\tscript:alert(1)>) [vb](vbscript:alert(1))

      ![pixel](http://evil.invalid/p.png) ![data](data:image/svg+xml,<svg/onload=alert(1)>)

      <style>* { display: none }</style> <math><mtext><style>x</style></mtext></math>

      $$\\href{javascript:alert(1)}{x} \\includegraphics{http://evil.invalid/p.png} \\htmlStyle{display:none}{y}$$

      ```js
      </code><script>document.title='owned'</script>
      ```

      The end.
      """;

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
    List<String> asked = new CopyOnWriteArrayList<>();
    context.onRequest(request -> asked.add(request.url()));
    ChatPage page = open();
    page.ask("hostile");
    page.await("done");
    assertThat(page.visible()).contains("The end.");
    assertThat(page.page().title()).startsWith("hostile");
    page.page().locator(".formula .katex").waitFor();
    assertThat(
            page.page().locator(".answer :is(script, img, iframe, form, style, [onload])").count())
        .isZero();
    assertThat(
            page.page()
                .locator(".answer a")
                .evaluateAll("links => links.map(link => link.protocol)"))
        .asString()
        .doesNotContainIgnoringCase("script:", "data:");
    assertThat(asked).allMatch(url -> url.startsWith(network.url().toString()));
  }

  @Test
  void saysThatThereIsNoSuchChat() {
    ChatPage page =
        ChatPage.open(context, network.url().resolve("chat/0190a7b2-0000-7000-8000-000000000000"));
    page.page().getByText("There is no such chat.").waitFor();
    page.assertAccessible("missing");
  }
}
