package org.streamchat.support;

import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * What a {@link ScriptedModel} does with one request, step by step. Built in the order in which it
 * happens:
 *
 * <pre>{@code
 * Script.stream().role().text("Hel").pause(Duration.ofMillis(50)).text("lo").finish("stop").usage(3, 2).done()
 * Script.status(429).header("Retry-After", "7").json("{\"error\":{}}")
 * Script.stream().text("so far").until(gate).text(" and on").reset()
 * Script.silent()
 * }</pre>
 *
 * What follows the last step is the proper end of the body, unless the last step was {@link
 * #reset()} or {@link #hang()}.
 */
public final class Script {
  /** One thing that the model does. */
  sealed interface Step {
    record Send(byte[] bytes) implements Step {}

    record Pause(Duration time) implements Step {}

    record Wait(CountDownLatch gate) implements Step {}

    record Hang() implements Step {}

    record Reset() implements Step {}

    /** The events of an answer from this number on, of which at most so many are sent. */
    record Follow(BackgroundResponse response, int from, int most) implements Step {}
  }

  private static final JsonProvider JSON = JsonProvider.provider();

  private final int status;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private int packet = Integer.MAX_VALUE;
  private String lineEnd = "\n";

  private Script(int status) {
    this.status = status;
  }

  /** An answer that is made by itself, from this event on; cut off after so many. */
  static Script following(BackgroundResponse response, int from, int most) {
    Script script = stream();
    script.steps.add(new Step.Follow(response, from, most));
    return script;
  }

  /** A 200 with an event stream. */
  public static Script stream() {
    return status(200).header("Content-Type", "text/event-stream");
  }

  public static Script status(int status) {
    return new Script(status);
  }

  /** Takes the request and never answers. */
  public static Script silent() {
    return status(0).hang();
  }

  /** Takes the request and resets the connection without an answer. */
  public static Script refuse() {
    return status(0).reset();
  }

  /** These pieces, one every {@code pace}, ended as OpenAI ends an answer. */
  public static Script answer(List<String> pieces, Duration pace) {
    return pieces(pieces, pace).finish("stop").usage(5, pieces.size()).done();
  }

  /** These pieces, one every {@code pace}, and no end. */
  public static Script pieces(List<String> pieces, Duration pace) {
    Script script = stream().role();
    for (String piece : pieces) {
      if (!pace.isZero()) {
        script.pause(pace);
      }
      script.text(piece);
    }
    return script;
  }

  public Script header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /**
   * From here on each write to the connection holds at most so many bytes: 1 splits every
   * character.
   */
  public Script packets(int bytes) {
    packet = bytes;
    return this;
  }

  /** The line ends of the events that follow, {@code "\n"} when nothing is said. */
  public Script lineEnd(String lineEnd) {
    this.lineEnd = lineEnd;
    return this;
  }

  public Script bytes(byte[] bytes) {
    for (int from = 0; from < bytes.length; ) {
      int to = (int) Math.min(bytes.length, (long) from + packet);
      steps.add(new Step.Send(java.util.Arrays.copyOfRange(bytes, from, to)));
      from = to;
    }
    return this;
  }

  /** Sends exactly this, as UTF-8. */
  public Script raw(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A JSON body. */
  public Script json(String json) {
    return header("Content-Type", "application/json").raw(json);
  }

  /** One event with this data. */
  public Script event(String data) {
    return raw("data: " + data + lineEnd + lineEnd);
  }

  public Script comment(String comment) {
    return raw(": " + comment + lineEnd + lineEnd);
  }

  public Script role() {
    return delta(JSON.createObjectBuilder().add("role", "assistant").add("content", ""), null);
  }

  public Script text(String piece) {
    return delta(JSON.createObjectBuilder().add("content", piece), null);
  }

  public Script reasoning(String piece) {
    return delta(JSON.createObjectBuilder().add("reasoning_content", piece), null);
  }

  public Script finish(String reason) {
    return delta(JSON.createObjectBuilder(), reason);
  }

  public Script usage(int promptTokens, int completionTokens) {
    return event(
        JSON.createObjectBuilder()
            .add("id", "chatcmpl-1")
            .add("choices", JSON.createArrayBuilder())
            .add(
                "usage",
                JSON.createObjectBuilder()
                    .add("prompt_tokens", promptTokens)
                    .add("completion_tokens", completionTokens)
                    .add("total_tokens", promptTokens + completionTokens))
            .build()
            .toString());
  }

  public Script done() {
    return event("[DONE]");
  }

  public Script pause(Duration time) {
    steps.add(new Step.Pause(time));
    return this;
  }

  /** Waits until the test opens the gate, or the client leaves. */
  public Script until(CountDownLatch gate) {
    steps.add(new Step.Wait(gate));
    return this;
  }

  /** Says nothing more and keeps the connection until the client closes it. */
  public Script hang() {
    steps.add(new Step.Hang());
    return this;
  }

  /** Breaks the connection off. */
  public Script reset() {
    steps.add(new Step.Reset());
    return this;
  }

  private Script delta(JsonObjectBuilder delta, String finish) {
    JsonObjectBuilder choice = JSON.createObjectBuilder().add("index", 0).add("delta", delta);
    if (finish == null) {
      choice.addNull("finish_reason");
    } else {
      choice.add("finish_reason", finish);
    }
    return event(
        JSON.createObjectBuilder()
            .add("id", "chatcmpl-1")
            .add("object", "chat.completion.chunk")
            .add("created", 1700000000)
            .add("model", "scripted")
            .add("choices", JSON.createArrayBuilder().add(choice))
            .build()
            .toString());
  }

  public int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  List<Step> steps() {
    return steps;
  }

  /** All that would be sent as the body. */
  byte[] body() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Step step : steps) {
      if (step instanceof Step.Send send) {
        body.writeBytes(send.bytes());
      }
    }
    return body.toByteArray();
  }
}
