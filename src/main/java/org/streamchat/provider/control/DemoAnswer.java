package org.streamchat.provider.control;

import java.util.List;
import org.streamchat.provider.entity.Turn;

/**
 * What the demo says: the same for the same conversation, so that an answer can be continued at any
 * point of it.
 */
final class DemoAnswer {
  private static final int QUOTED = 60;

  private static final String ANSWER =
      """
      # This is the demo model · 这是演示模型

      You asked: “%1$s”

      **No model provider is configured**, so nothing here comes from a language model: this text is built in, works \
      offline, and streams at about the pace of a real answer. To talk to a real model, set `OPENAI_API_KEY`, or \
      `OPENAI_BASE_URL` for a compatible server of your own, and start again.

      **没有配置任何模型服务**，所以这里的内容并不是语言模型生成的：这段文字是内置的，可以离线使用，并以接近真实回答的速度逐字输出。\
      要与真正的模型对话，请设置 `OPENAI_API_KEY`，或者用 `OPENAI_BASE_URL` 指向您自己的兼容服务，然后重新启动。

      ## Try this while it is running

      1. **Reload the page.** All the text so far is there at once, and the answer goes on behind it.
      2. **Open a second tab** on the same conversation. Both show the same answer, to the byte.
      3. **Switch the network off** for a while. The answer goes on without you; you catch up when you are back.
      4. **Press stop**, then *continue*. The message is carried on exactly where it stopped.

      ## A piece of code

      Following an answer takes nothing but HTTP. The cursor of the last event that was seen is all the state there is:

      ```java
      HttpRequest follow =
          HttpRequest.newBuilder(URI.create(base + "/api/chat/" + sessionId + "/events"))
              .header("Accept", "text/event-stream")
              .header("Last-Event-ID", lastSeen)   // <generation>:<number>
              .build();

      client.send(follow, BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith("data:"))
          .forEach(line -> show(line.substring(5)));
      ```

      ## A table

      | What happens | What you see | What is kept |
      | --- | --- | :---: |
      | the page is reloaded | the answer goes on | everything |
      | the network drops for a minute | you catch up, without a gap | everything |
      | the server is restarted | the answer is carried on | everything |
      | 服务器断电 | 重启后可以接着回答 | 已输出的全部内容 |

      ## 一段中文

      流式回答最怕的是中途断线：网络抖动、页面刷新、代理超时，都会让普通的聊天页面丢掉半截回答。这里的做法是先把每一段文字写进日志，\
      再发给浏览器；每一段都有一个连续的编号。断线之后，浏览器只要说出最后收到的编号，就能从那里接着读，既不重复，也不遗漏。\
      无论您打开几个标签页、换了哪台设备，看到的都是同一份回答。

      > An answer, once asked for, is never lost, never repeated, never garbled.
      > 回答一旦开始，就不会丢失、不会重复、不会错乱。

      ## And once more, so that nobody is misled

      “%1$s” deserves a real answer, which a demo cannot give. Everything around it is real, though: this very text went \
      through the log, has its numbers, and is stored like any other answer. 以上就是演示的全部内容，谢谢观看！
      """;

  private static final String FOREIGN_PREFIX =
      """


      *The demo model goes on here: the beginning of this answer was not its own, so it can only say that it is a demo. \
      No model provider is configured. · 演示模型在此接续：前面的内容不是它生成的，它只能说明自己是演示，尚未配置模型服务。*
      """;

  private DemoAnswer() {}

  /** What is still to be said behind the prefix. */
  static String remainder(List<Turn> turns, String prefix) {
    String whole = whole(turns);
    if (prefix == null || prefix.isEmpty()) {
      return whole;
    }
    return whole.startsWith(prefix) ? whole.substring(prefix.length()) : FOREIGN_PREFIX;
  }

  private static String whole(List<Turn> turns) {
    String question = "";
    for (Turn turn : turns) {
      question = turn.author() == Turn.Author.USER ? turn.content() : question;
    }
    return ANSWER.formatted(quote(question));
  }

  /** The question's beginning as plain words: no mark-up of it may take effect. */
  private static String quote(String question) {
    String plain =
        question
            .replaceAll("[`*_\\[\\]<>#|~\\\\$]", "")
            .replaceAll("[\\p{Cntrl}\\s]+", " ")
            .strip();
    if (plain.codePointCount(0, plain.length()) <= QUOTED) {
      return plain.isEmpty() ? "…" : plain;
    }
    return plain.substring(0, plain.offsetByCodePoints(0, QUOTED)).strip() + "…";
  }
}
