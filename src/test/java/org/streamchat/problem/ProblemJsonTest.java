package org.streamchat.problem;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;

class ProblemJsonTest {
  @Test
  void writesTypeTitleStatusDetailAndMembers() {
    JsonObject json =
        ProblemJson.toJson(
            new ProblemException(Problem.GENERATION_RUNNING, "Follow it")
                .with("generationId", "g1")
                .with("partial", true)
                .retryAfterSeconds(2));

    assertThat(json)
        .hasToString(
            "{\"type\":\"urn:streamchat:problem:generation-running\","
                + "\"title\":\"An answer is being generated in this session\",\"status\":409,"
                + "\"detail\":\"Follow it\",\"generationId\":\"g1\",\"partial\":true,\"retryAfter\":2}");
  }
}
