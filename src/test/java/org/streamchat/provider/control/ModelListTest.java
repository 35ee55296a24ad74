package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger questions = new AtomicInteger();

  private ModelList list(Supplier<String> answer) {
    return new ModelList(
        "scripted",
        () -> {
          questions.incrementAndGet();
          return answer.get();
        },
        now::get);
  }

  @Test
  void putsTheConfiguredModelFirstAndLeavesOutWhatDoesNotChat() {
    ModelList list =
        list(
            () ->
                "{\"data\":[{\"id\":\"b\"},{\"id\":\"a\"},{\"id\":\"scripted\"},{\"id\":\"text-embedding-3-small\"},"
                    + "{\"id\":\"whisper-1\"},{\"id\":null},{},7,{\"id\":\"\"}]}");

    assertThat(list.get()).containsExactly("scripted", "a", "b");
  }

  @Test
  void asksAtMostEveryTenMinutes() {
    ModelList list = list(() -> "{\"data\":[]}");

    list.get();
    now.addAndGet(Duration.ofMinutes(9).toNanos());
    list.get();
    assertThat(questions).hasValue(1);
    now.addAndGet(Duration.ofMinutes(2).toNanos());
    list.get();
    assertThat(questions).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "<html>", "{\"data\":7}", "{}"})
  void makesDoWithTheConfiguredModel(String answer) {
    assertThat(list(() -> answer).get()).containsExactly("scripted");
  }

  @Test
  void asksAgainSoonAfterAFailureAndKeepsWhatItKnew() {
    AtomicInteger failing = new AtomicInteger();
    ModelList list =
        list(
            () -> {
              if (failing.get() > 0) {
                throw new IllegalStateException("503");
              }
              return "{\"data\":[{\"id\":\"a\"}]}";
            });
    list.get();
    failing.set(1);
    now.addAndGet(Duration.ofMinutes(11).toNanos());

    assertThat(list.get()).containsExactly("scripted", "a");
    list.get();
    assertThat(questions).hasValue(2);
    now.addAndGet(Duration.ofMinutes(2).toNanos());
    list.get();
    assertThat(questions).hasValue(3);
  }

  @Test
  void doesNotWaitForAnotherCallersQuestion() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    ModelList list =
        list(
            () -> {
              asked.countDown();
              try {
                answer.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return "{\"data\":[{\"id\":\"a\"}]}";
            });
    Thread other = new Thread(list::get);
    other.start();
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(list.get()).containsExactly("scripted");

    answer.countDown();
    other.join();
    assertThat(list.get()).containsExactly("scripted", "a");
  }
}
