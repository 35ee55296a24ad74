package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.streamchat.support.Script;

/** The conversation in every state in which all goes well. */
class GalleryIT extends Gallery {
  private static final String ARABIC =
      """
      المدّ والجزر حركةٌ بطيئة للبحر، و**القمر** يحدّد إيقاعها.

      - المدّ العالي مرّتان في اليوم تقريبًا.
      - الفرق بينهما `12 h 25 min`.

      > كلّ ما في البحر يتحرّك مع القمر.
      """;

  /** Pictures are not fetched, and what cannot be set stands there as it was written. */
  private static final String ODD =
      """
      ![The Bay of Fundy at low water](https://example.org/fundy.jpg) ![](https://example.org/a-picture-without-any-words-and-with-a-rather-long-address.png)

      A formula that cannot be set: $a = \\frac{2GMr}{d^3$, one with a word that nobody knows: $\\tide{x} = 1$, and a price: $5.

      ```tidal-notation
      HW 06:12 5.4m // no such language
      ```

      ```
      0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789
      ```

      - [x] High water
      - [ ] Low water

      <video src="https://example.org/tide.mp4" controls></video>

      A footnote[^1] and `a piece of code`, ~~not~~ struck out.

      [^1]: After the tables of the harbour office.

      ```java
      int open = 1; // and never closed
      """;

  private static final String DEMO =
      """
      {"providers": [{"id": "demo", "name": "Demo", "demo": true, "models": ["demo"], "defaultModel": "demo",
       "usable": true, "keyOf": "operator", "ownKeys": false}]}
      """;

  private static final int MORE_THAN_A_PAGE = 130;

  @ParameterizedTest
  @EnumSource
  void aChatThatIsAboutToBegin(Look look) {
    open(look);
    state("empty");
    page.type(text(31_900));
    assertThat(shown(".count").textContent()).contains("100");
    state("near-limit");
    page.type(text(32_012));
    assertThat(shown(".count.over").textContent()).contains("12");
    assertThat(tab.locator(".composer button[type=submit]").isDisabled()).isTrue();
    state("too-long");
    page.type("");
    // A server that has no model at all is one of its own: the interface's side of it is played.
    tab.route("**/api/providers", route -> route.fulfill(answer(200, DEMO)));
    page.reload();
    shown(".demo");
    state("demo");
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerFromItsQuestionToItsEnd(Look look) {
    CountDownLatch thought = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    open(look);
    MODEL.script(
        subject.question(),
        Script.stream()
            .role()
            .reasoning(subject.reasoning())
            .until(thought)
            .text(subject.beginning())
            .until(begun)
            .text(subject.rest())
            .finish("stop")
            .usage(12, 412)
            .done());
    network.silence();
    page.ask(subject.question());
    page.await("sending");
    shown(".waiting");
    state("sending");
    network.mend();
    page.await("answering");
    page.awaitShown("Thinking…");
    state("thinking");
    shown(".reasoning summary").click();
    shown(".reasoning[open] p");
    state("thinking-open");
    shown(".reasoning summary").click();
    thought.countDown();
    shown(".answer .markdown ol li:nth-child(3)");
    page.await("answering");
    state("answering");
    begun.countDown();
    page.await("done");
    shown(".katex");
    shown(".code span[class^=hljs]");
    state("done");
    tab.locator(".scroller").evaluate("box => { box.scrollTop = 0 }");
    shown(".newest");
    page.awaitShown("Reasoning");
    state("newest");
    shown(".reasoning summary").click();
    shown(".reasoning[open] p");
    state("reasoning");
    page.press("Jump to newest");
    tab.locator(".newest").waitFor(ChatPage.gone());
    page.press("Model, use and time");
    tab.getByText("412").waitFor();
    state("details");
  }

  @ParameterizedTest
  @EnumSource
  void questionsAndAnswersInOtherWords(Look look) {
    openAnswered(look);
    tab.locator(".question").first().hover();
    page.press("Edit question");
    shown(".editing textarea");
    state("editing");
    page.press("Cancel");
    page.answerAgain(0);
    shown(".answer .branches");
    page.await("done");
    state("branches");
    MODEL.script("المدّ", said(ARABIC));
    page.ask("ما هو المدّ والجزر؟");
    page.awaitAnswers(2);
    page.await("done");
    state("right-to-left");
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeShown(Look look) {
    open(look);
    MODEL.script("odd", said(ODD));
    page.ask("Show me something odd");
    page.await("done");
    shown(".formula code");
    shown(".answer a[href$='fundy.jpg']");
    assertThat(tab.locator(".answer :is(img, video)").count()).isZero();
    tab.locator(".scroller").evaluate("box => { box.scrollTop = 0 }");
    state("not-shown");
  }

  @ParameterizedTest
  @EnumSource
  void aLongChatThatIsBeingOpened(Look look) {
    open(look);
    String id = longChat();
    page.reload();
    shown(".welcome");
    openList();
    String link = ".session a[href$='" + id + "']";
    shown(link);
    network.silence();
    shown(link).click();
    page.awaitShown("Loading…");
    tab.waitForFunction("() => getComputedStyle(document.querySelector('.late')).opacity === '1'");
    assertThat(tab.locator(".bar h1").textContent()).isEqualTo(subject.title());
    state("loading");
    network.mend();
    shown(".answer");
    tab.locator(".scroller").evaluate("box => { box.scrollTop = 0 }");
    shown(".older");
    state("earlier");
    page.press("Show earlier messages");
    page.awaitAnswers(MORE_THAN_A_PAGE / 2);
    page.awaitGone("Show earlier messages");
  }

  private String text(int length) {
    return subject
        .beginning()
        .repeat(length / subject.beginning().length() + 1)
        .substring(0, length);
  }

  private String longChat() {
    JsonArrayBuilder messages = Json.createArrayBuilder();
    for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
      var message =
          Json.createObjectBuilder()
              .add("id", "m" + i)
              .add("author", i % 2 == 0 ? "user" : "assistant")
              .add("content", i % 2 == 0 ? subject.question() : subject.beginning())
              .add("status", "complete")
              .add("createdAt", "2026-01-01T00:00:00Z");
      if (i > 0) {
        message.add("parentId", "m" + (i - 1));
      }
      messages.add(message);
    }
    JsonObject exported =
        Json.createObjectBuilder()
            .add("format", "streamchat-session")
            .add("version", 1)
            .add("session", Json.createObjectBuilder().add("title", subject.title()))
            .add("messages", messages)
            .build();
    return chat.client().send("POST", "api/sessions/import", exported).json().getString("id");
  }
}
