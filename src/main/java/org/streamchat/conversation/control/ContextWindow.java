package org.streamchat.conversation.control;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import org.streamchat.conversation.entity.Running;
import org.streamchat.provider.control.Providers;
import org.streamchat.provider.entity.Turn;

/**
 * Cuts a conversation to the tokens that a model may be shown. Other makers' tokens differ from
 * those counted here, those of OpenAI, by little enough for a budget.
 */
final class ContextWindow {
  /** What the protocol adds to each turn. */
  private static final int TOKENS_A_TURN = 4;

  /** No encoding makes more tokens than bytes, and hardly one makes less than one of so many. */
  private static final int MOST_CHARACTERS_A_TOKEN = 16;

  private static final EncodingRegistry ENCODINGS = Encodings.newLazyEncodingRegistry();

  /** What is kept free for the answer, when the question does not say how long it may be. */
  private static final int MOST_FOR_ANSWER = 4_096;

  private final ContextSettings settings;
  private final Providers providers;

  ContextWindow(ContextSettings settings, Providers providers) {
    this.settings = settings;
    this.providers = providers;
  }

  /** The system turn and the turn to answer, with as many of the newest turns between as fit. */
  List<Turn> fit(Running running) {
    List<Turn> turns = running.turns();
    int most = turns.size() < 2 ? 0 : most(running);
    if (most == 0) {
      return turns;
    }
    Encoding encoding =
        ENCODINGS
            .getEncodingForModel(running.model())
            .orElseGet(() -> ENCODINGS.getEncoding(EncodingType.O200K_BASE));
    Deque<Turn> shown = new ArrayDeque<>();
    int last = turns.size() - 1;
    int first = turns.get(0).author() == Turn.Author.SYSTEM ? 1 : 0;
    int left = most - tokens(encoding, turns.get(last), most);
    if (first == 1) {
      left -= tokens(encoding, turns.get(0), most);
    }
    for (int i = last - 1; i >= first && left > 0; i--) {
      left -= tokens(encoding, turns.get(i), left);
      if (left >= 0) {
        shown.addFirst(turns.get(i));
      }
    }
    if (first == 1) {
      shown.addFirst(turns.get(0));
    }
    shown.addLast(turns.get(last));
    return List.copyOf(shown);
  }

  /** The tokens of a prompt: what the setting and the provider's models allow; 0 for no limit. */
  private int most(Running running) {
    OptionalInt window = providers.contextTokens(running.provider());
    if (window.isEmpty()) {
      return settings.tokens();
    }
    int part = window.getAsInt() / 4;
    int answer =
        running.maxTokens() == null
            ? Math.min(part, MOST_FOR_ANSWER)
            : Math.min(running.maxTokens(), window.getAsInt() - part);
    int prompt = window.getAsInt() - answer;
    return settings.tokens() == 0 ? prompt : Math.min(settings.tokens(), prompt);
  }

  /** At least one more than {@code most} when there are more. */
  private static int tokens(Encoding encoding, Turn turn, int most) {
    String text = turn.content();
    if (text.length() / MOST_CHARACTERS_A_TOKEN > most) {
      return most + 1;
    }
    return encoding.countTokensOrdinary(text) + TOKENS_A_TURN;
  }
}
