package org.streamchat.conversation.control;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.streamchat.conversation.entity.Ask;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.conversation.entity.Running;
import org.streamchat.platform.control.Node;
import org.streamchat.platform.control.RealDatabase;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;

/** Questions and how their answers end, without anyone who makes them. */
final class Answers {
  private Answers() {}

  static Conversations on(String node) {
    return on(node, ContextSettings.USUAL);
  }

  static Conversations on(String node, ContextSettings settings) {
    return new Conversations(
        RealDatabase.running().database(), new FixedProviders(), new Node(node), settings);
  }

  static Ask ask(String text) {
    return ask(text, null);
  }

  static Ask ask(String text, String key) {
    return new Ask(text, null, null, null, null, key);
  }

  static Outcome complete(Running running, String content) {
    return ended(running, MessageStatus.COMPLETE, FinishReason.STOP, content);
  }

  static Outcome ended(Running running, MessageStatus status, FinishReason reason, String content) {
    return new Outcome(
        running.generationId(),
        running.epoch(),
        7,
        status,
        reason,
        content,
        "",
        new Usage(5, 9),
        812,
        null,
        null);
  }

  static Outcome failed(Running running) {
    return new Outcome(
        running.generationId(),
        running.epoch(),
        1,
        MessageStatus.FAILED,
        null,
        "",
        "",
        null,
        5,
        Problem.PROVIDER_UNREACHABLE,
        "gone");
  }

  static Problem problemOf(Runnable call) {
    ProblemException thrown = catchThrowableOfType(ProblemException.class, call::run);
    return thrown == null ? null : thrown.problem();
  }

  interface Numbered {
    Object call(int number) throws Exception;
  }

  /**
   * Calls from as many threads at the same moment; results or problems in the order of the numbers.
   */
  static List<Object> atOnce(int threads, Numbered call) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<Object>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        Callable<Object> one =
            () -> {
              start.await();
              try {
                return call.call(number);
              } catch (ProblemException problem) {
                return problem;
              }
            };
        futures.add(executor.submit(one));
      }
      List<Object> results = new ArrayList<>();
      for (Future<Object> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }
}
