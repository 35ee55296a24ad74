package org.streamchat.generation.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.problem.Problem;
import org.streamchat.provider.entity.FinishReason;
import org.streamchat.provider.entity.Usage;

class EndingTest {
  @Test
  void isReadAsItWasWritten() {
    Usage usage = new Usage(3, 4);
    Ending whole =
        written(MessageStatus.COMPLETE, FinishReason.LENGTH, usage, null, null).orElseThrow();
    assertThat(whole)
        .isEqualTo(new Ending(MessageStatus.COMPLETE, FinishReason.LENGTH, usage, null, 5));

    Ending failed =
        written(MessageStatus.FAILED, null, null, Problem.PROVIDER_FAILED, "As \"it\" says")
            .orElseThrow();
    assertThat(failed.status()).isEqualTo(MessageStatus.FAILED);
    assertThat(failed.reason()).isNull();
    assertThat(failed.usage()).isNull();
    assertThat(failed.failure().problem()).isEqualTo(Problem.PROVIDER_FAILED);
    assertThat(failed.failure()).hasMessage("As \"it\" says");
  }

  private static Optional<Ending> written(
      MessageStatus status, FinishReason reason, Usage usage, Problem problem, String detail) {
    return Ending.read(
        Ending.written(
            new Outcome("g", 1, 9, status, reason, "字字", "why", usage, 12, problem, detail)));
  }

  @Test
  void isOfTextsOfItsLengthOnly() {
    Ending ending =
        written(MessageStatus.COMPLETE, FinishReason.STOP, null, null, null).orElseThrow();
    assertThat(ending.isOf("字字".length() + "why".length())).isTrue();
    assertThat(ending.isOf("字".length() + "why".length())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "resp_1 0 0 resp_1 4 0",
        "{}",
        "[]",
        "{\"status\":\"NO\",\"characters\":1}",
        "{\"status\":7}"
      })
  void isNotReadFromOtherNotes(String other) {
    assertThat(Ending.read(other)).isEmpty();
  }
}
