package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.streamchat.support.Script;

/**
 * Questions asked in other words and answers asked for again: nothing of what was there is lost.
 */
class BranchIT extends BrowserTest {
  @Test
  void anEarlierQuestionIsAskedInOtherWords() {
    ChatPage page = open();
    page.ask("edit-one tokens=5");
    page.await("done");
    page.ask("edit-two tokens=6");
    page.await("done");
    page.awaitAnswers(2);
    page.editQuestion(0, "edit-three tokens=7");
    page.awaitAnswers(1);
    page.await("done");
    assertWhole(page, "edit-three tokens=7");
    page.awaitShown("Branch 2 of 2");
    page.assertAccessible("branches");
    page.press("Previous branch");
    page.awaitAnswers(2);
    assertThat(page.questions().allInnerTexts().toString())
        .contains("edit-one", "edit-two")
        .doesNotContain("edit-three");
    page.reload();
    page.awaitAnswers(2);
    assertWhole(page, "edit-two tokens=6");
  }

  @Test
  void anAnswerInTheMiddleIsGivenAgain() {
    MODEL.script(
        "again-one",
        Script.stream().role().text("The first try.").finish("stop").done(),
        Script.stream().role().text("The second try.").finish("stop").done());
    ChatPage page = open();
    page.ask("again-one");
    page.await("done");
    page.ask("again-two tokens=5");
    page.await("done");
    page.awaitAnswers(2);
    page.answerAgain(0);
    page.awaitAnswers(1);
    page.awaitShown("Branch 2 of 2");
    assertThat(page.visible()).contains("The second try.");
    ChatPage other = page.secondTab();
    other.awaitAnswers(1);
    assertThat(other.visible()).contains("The second try.");
    page.show();
    page.press("Previous branch");
    page.awaitAnswers(2);
    assertThat(page.answers().first().innerText()).contains("The first try.");
  }

  @Test
  void anAnswerGivenAgainSurvivesAReload() {
    String question = "again-reload tokens=200 pace=20";
    ChatPage page = open();
    page.ask(question);
    page.awaitText(20);
    page.press("Stop");
    page.await("done");
    page.answerAgain(0);
    page.awaitText(100);
    page.reload();
    page.await("done");
    assertThat(page.copied()).isEqualTo(org.streamchat.support.ScriptedModel.answerTo(question));
  }
}
