package org.streamchat.support;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of OpenAI's Responses that makes answers by itself: they can be rejoined behind any
 * event, and cancelled. A question with {@code break=N} has its first connection cut after so many
 * tokens; one that says {@code forgotten} is not known any more when it is rejoined.
 */
final class BackgroundResponses {
  private static final Pattern BREAK = Pattern.compile("break=(\\d+)");
  private static final Pattern PACE = Pattern.compile("pace=(\\d+)");
  private static final Pattern STORED =
      Pattern.compile(".*/responses/(\\w+)(?:/(cancel)|\\?stream=true&starting_after=(\\d+))");
  private static final Script UNKNOWN =
      Script.status(404).json("{\"error\":{\"message\":\"no such response\"}}");

  private final Map<String, BackgroundResponse> responses = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Executor threads;

  BackgroundResponses(Executor threads) {
    this.threads = threads;
  }

  /** Whether an answer is asked for that is made in the background. */
  boolean begins(ScriptedModel.Asked request) {
    return request.path().endsWith("/responses") && request.body().getBoolean("background", false);
  }

  /** Begins to make the answer. */
  Script begin(ScriptedModel.Asked request) {
    String message = request.message();
    BackgroundResponse response = new BackgroundResponse("resp_" + count.incrementAndGet());
    if (!message.contains("forgotten")) {
      responses.put(response.id(), response);
    }
    Duration pace = Duration.ofMillis(Tokens.number(PACE, message, 5));
    threads.execute(() -> response.make(Tokens.behind(request.prefix(), Tokens.of(message)), pace));
    int broken =
        request.isContinuation()
            ? Integer.MAX_VALUE
            : Tokens.number(BREAK, message, Integer.MAX_VALUE);
    return Script.following(response, 0, broken);
  }

  /** Whether this is about an answer that has been begun. */
  boolean knows(String path) {
    return STORED.matcher(path).matches();
  }

  Script go(String path) {
    Matcher asked = STORED.matcher(path);
    BackgroundResponse response = asked.matches() ? responses.get(asked.group(1)) : null;
    if (response == null) {
      return UNKNOWN;
    }
    if (asked.group(2) != null) {
      response.cancel();
      return Script.status(200).json("{\"status\":\"cancelled\"}");
    }
    return Script.following(response, Integer.parseInt(asked.group(3)) + 1, Integer.MAX_VALUE);
  }
}
