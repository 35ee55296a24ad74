package org.streamchat.platform.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

class JsonBodyTest {
  @Test
  void readsMembersWithTheirTypesAndIgnoresOthers() {
    JsonBody body = read("{\"a\":\"\\u4f60 🙂\",\"b\":0.5,\"c\":7,\"d\":null,\"e\":[{}]}");

    assertThat(body.text("a")).isEqualTo("你 🙂");
    assertThat(body.decimal("b")).isEqualTo(0.5);
    assertThat(body.integer("c")).isEqualTo(7);
    assertThat(body.text("d")).isNull();
    assertThat(body.has("d")).isTrue();
    assertThat(body.text("none")).isNull();
    assertThat(body.has("none")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "{\"a\":}", "[]", "1", "\"a\"", "null", "{} x", "{}{}", "{a:1}"})
  void refusesWhatIsNotOneJsonObject(String text) {
    assertThat(problemOf(() -> read(text)).problem()).isEqualTo(Problem.MALFORMED_REQUEST);
  }

  @Test
  void refusesWhatIsNestedWithoutEnd() {
    assertThat(problemOf(() -> read("{\"a\":" + "[".repeat(200_000))).problem())
        .isEqualTo(Problem.MALFORMED_REQUEST);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] bytes = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(problemOf(() -> JsonBody.read(new ByteArrayInputStream(bytes))).problem())
        .isEqualTo(Problem.MALFORMED_REQUEST);
  }

  @Test
  void namesTheMemberOfAWrongType() {
    JsonBody body = read("{\"a\":1,\"b\":\"x\",\"c\":1.5,\"d\":1e999999999,\"e\":99999999999}");

    assertNames("a", () -> body.text("a"));
    assertNames("b", () -> body.decimal("b"));
    assertNames("c", () -> body.integer("c"));
    assertNames("d", () -> body.integer("d"));
    assertNames("d", () -> body.decimal("d"));
    assertNames("e", () -> body.integer("e"));
    assertNames("f", () -> body.requiredText("f"));
  }

  @Test
  void takesNoBodyForAnEmptyObjectWhereThatIsMeant() {
    assertThat(JsonBody.readOptional(new ByteArrayInputStream(new byte[0])).has("a")).isFalse();
  }

  private static void assertNames(String member, ThrowingCallable call) {
    ProblemException problem = problemOf(call);
    assertThat(problem.problem()).isEqualTo(Problem.INVALID_REQUEST);
    assertThat(problem.members()).containsEntry("member", member);
  }

  private static ProblemException problemOf(ThrowingCallable call) {
    return catchThrowableOfType(ProblemException.class, call);
  }

  private static JsonBody read(String text) {
    return JsonBody.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
