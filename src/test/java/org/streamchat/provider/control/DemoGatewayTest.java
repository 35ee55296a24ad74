package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.ModelRequest;
import org.streamchat.provider.entity.Turn;

class DemoGatewayTest {
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final DemoGateway demo = new DemoGateway(scheduler, Duration.ofMillis(1));

  @AfterEach
  void close() {
    demo.close();
    scheduler.shutdownNow();
  }

  private Heard ask(ModelRequest request) {
    Heard heard = new Heard();
    demo.stream(request, heard);
    return heard;
  }

  private Heard ask(String question, String prefix) {
    return ask(Upstream.request(question, prefix));
  }

  @Test
  void saysInBothLanguagesThatItIsADemoAndShowsWhatThePageCanDo() throws Exception {
    Heard heard = ask("What is *Jakarta* EE?", "").end();

    assertThat(heard.finish).isEqualTo(FinishReason.STOP);
    assertThat(heard.usage).isNull();
    assertThat(heard.text())
        .startsWith("# This is the demo model · 这是演示模型")
        .contains("“What is Jakarta EE?”", "No model provider is configured", "没有配置任何模型服务")
        .contains("\n```java\n", "\n```\n", "\n| --- | --- | :---: |\n", "## 一段中文");
    // Eight characters every 100 ms: long enough to reload the page in mid-answer.
    assertThat(heard.pieces()).hasSizeBetween(250, 450);
    assertThat(heard.pieces())
        .allSatisfy(p -> assertThat(p.codePointCount(0, p.length())).isLessThanOrEqualTo(8));
  }

  @Test
  void saysTheSameToTheSameQuestion() throws Exception {
    assertThat(ask("Why?", "").end().text()).isEqualTo(ask("Why?", "").end().text());
  }

  @Test
  void goesOnExactlyBehindThePrefix() throws Exception {
    String whole = ask("为什么? 🙂", "").end().text();
    for (int cut : new int[] {1, 37, 500, whole.length() - 1, whole.length()}) {
      String prefix = whole.substring(0, cut);
      assertThat(prefix + ask("为什么? 🙂", prefix).end().text()).isEqualTo(whole);
    }
  }

  @Test
  void findsAWordForAPrefixThatIsNotItsOwn() throws Exception {
    assertThat(ask("Why?", "Because of").end().text())
        .contains("demo")
        .contains("演示")
        .hasSizeLessThan(400);
  }

  @Test
  void isCutByAWishedLengthAndGoesOnFromThere() throws Exception {
    List<Turn> turns = List.of(new Turn(Turn.Author.USER, "Why?"));
    Heard cut = ask(new ModelRequest("local", "demo", "demo", turns, "", null, 10)).end();

    assertThat(cut.finish).isEqualTo(FinishReason.LENGTH);
    assertThat(cut.text()).hasSize(40);
    assertThat(ask("Why?", "").end().text())
        .isEqualTo(cut.text() + ask("Why?", cut.text()).end().text());
  }

  @Test
  void letsNoMarkUpOfTheQuestionTakeEffect() throws Exception {
    assertThat(ask("```\n# <b>x</b> | `y` [z](u) %s %1$s \\ ~~", "").end().text())
        .contains("“bx/b y z(u) %s %1s”");
    assertThat(ask("好".repeat(500), "").end().text()).contains("“" + "好".repeat(60) + "…”");
  }

  @Test
  void fallsSilentWhenCancelled() throws Exception {
    Heard heard = new Heard();
    ModelCall call = demo.stream(Upstream.request("Why?", ""), heard);
    heard.begun();

    call.cancel();

    int pieces = heard.pieces().size();
    ask("another", "").end();
    assertThat(heard.ended()).isFalse();
    assertThat(heard.pieces().size()).isLessThanOrEqualTo(pieces + 1);
  }
}
