package org.streamchat.drill;

import java.util.UUID;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatStream;

/** The viewer who asks the question, once, and carries on by hand after an error. */
final class Asker extends Viewer {
  private final String key = UUID.randomUUID().toString();
  private boolean failed;

  Asker(Question question, Installation all, long seed) {
    super(question, all, seed);
  }

  @Override
  ChatStream connect(ChatClient chat) {
    if (!cursor().isEmpty()) {
      return super.connect(chat);
    }
    return failed
        ? chat.carryOn(question.session(), "")
        : chat.ask(question.session(), question.message(), key);
  }

  @Override
  void failed() {
    failed = true;
  }

  @Override
  boolean believes() {
    return false;
  }
}
