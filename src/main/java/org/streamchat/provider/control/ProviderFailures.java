package org.streamchat.provider.control;

import static org.streamchat.problem.Problem.PROVIDER_BROKE_OFF;
import static org.streamchat.problem.Problem.PROVIDER_CONTENT_FILTERED;
import static org.streamchat.problem.Problem.PROVIDER_CONTEXT_TOO_LONG;
import static org.streamchat.problem.Problem.PROVIDER_FAILED;
import static org.streamchat.problem.Problem.PROVIDER_KEY_REJECTED;
import static org.streamchat.problem.Problem.PROVIDER_RATE_LIMITED;
import static org.streamchat.problem.Problem.PROVIDER_REFUSED;
import static org.streamchat.problem.Problem.PROVIDER_TIMED_OUT;
import static org.streamchat.problem.Problem.PROVIDER_UNKNOWN_MODEL;
import static org.streamchat.problem.Problem.PROVIDER_UNREACHABLE;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.OptionalLong;
import javax.net.ssl.SSLException;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;

/**
 * What a provider's failure is called here. The details are this class's own words: nothing that
 * the provider said is passed on, since it may quote the key or the conversation.
 */
final class ProviderFailures {
  /** No {@code Retry-After} is believed beyond this. */
  static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** OpenAI and most; vLLM, DeepSeek, Mistral; Anthropic; Qwen; Moonshot; Zhipu. */
  private static final List<String> TOO_LONG =
      List.of(
          "context_length_exceeded",
          "maximum context length",
          "prompt is too long",
          "exceed context limit",
          "Range of input length",
          "exceeded model token limit",
          "Prompt 超长");

  /** OpenAI; Azure; Qwen; Zhipu. */
  private static final List<String> FILTERED =
      List.of(
          "content_policy_violation",
          "ResponsibleAIPolicyViolation",
          "data_inspection_failed",
          "不安全或敏感内容");

  /** OpenAI; Moonshot; Anthropic; Qwen; Zhipu. */
  private static final List<String> USED_UP =
      List.of(
          "insufficient_quota",
          "exceeded_current_quota",
          "credit balance is too low",
          "Arrearage",
          "余额不足");

  /** OpenAI and most; DeepSeek; Mistral; OpenRouter; Zhipu. */
  private static final List<String> NO_MODEL =
      List.of(
          "model_not_found",
          "Model Not Exist",
          "invalid_model",
          "is not a valid model ID",
          "模型不存在");

  private ProviderFailures() {}

  /** An answer with a status that is not 2xx. */
  static ProblemException refused(int status, ProviderError error, String retryAfter, Clock clock) {
    ProblemException failure = classify(status, error).with("providerStatus", status);
    if (failure.problem() == PROVIDER_RATE_LIMITED || status == 503 || status == 529) {
      seconds(retryAfter, clock).ifPresent(failure::retryAfterSeconds);
    }
    return failure;
  }

  /** An error object within an answer that had begun well. */
  static ProblemException inStream(ProviderError error) {
    ProblemException failure = classify(error.status() == 0 ? 500 : error.status(), error);
    return error.status() == 0 ? failure : failure.with("providerStatus", error.status());
  }

  /** No answer at all: the request could not be sent, or nothing came back. */
  static ProblemException unreachable(Throwable cause) {
    return cause instanceof HttpTimeoutException
        ? new ProblemException(
            PROVIDER_TIMED_OUT, "The provider took no connection within the time limit.")
        : new ProblemException(
            PROVIDER_UNREACHABLE, "No connection to the provider could be made or kept.");
  }

  /** Whether a connection that stood has gone before an answer came. */
  static boolean connectionLost(Throwable cause) {
    return cause instanceof IOException
        && !(cause instanceof ConnectException)
        && !(cause instanceof HttpTimeoutException)
        && !(cause instanceof SSLException);
  }

  static ProblemException brokeOff() {
    return new ProblemException(
        PROVIDER_BROKE_OFF, "The provider closed the connection in mid-answer.");
  }

  static ProblemException notUnderstood(String what) {
    return new ProblemException(PROVIDER_FAILED, "The provider sent " + what + ".");
  }

  static ProblemException silent(String what, Duration limit) {
    return new ProblemException(
        PROVIDER_TIMED_OUT,
        "The provider sent " + what + " within " + limit.toMillis() / 1000.0 + " seconds.");
  }

  private static ProblemException classify(int status, ProviderError error) {
    // What the provider names as the cause says more than its status.
    if (error.mentionsAny(TOO_LONG) || status == 413) {
      return problem(
          PROVIDER_CONTEXT_TOO_LONG, "The conversation exceeds what the model can take in.");
    }
    if (error.code().equals("content_filter")
        || error.type().equals("content_filter")
        || error.mentionsAny(FILTERED)) {
      return problem(
          PROVIDER_CONTENT_FILTERED, "The provider's content filter refused the request.");
    }
    if (error.mentionsAny(USED_UP) || status == 402) {
      return problem(PROVIDER_REFUSED, "The account's quota with the provider is used up.");
    }
    if (error.mentionsAny(NO_MODEL) || status == 404) {
      return problem(
          PROVIDER_UNKNOWN_MODEL,
          "The provider has no such model, or its address is not set up right.");
    }
    if (status == 401 || status == 403 || error.mentions("invalid_api_key")) {
      return problem(
          PROVIDER_KEY_REJECTED, "The provider answered that the key is not valid for this.");
    }
    if (status == 429 || error.mentions("rate_limit")) {
      return problem(PROVIDER_RATE_LIMITED, "The provider asks for fewer requests.");
    }
    if (status == 408 || status == 504) {
      return problem(PROVIDER_TIMED_OUT, "The provider answered that it ran out of time.");
    }
    if (status >= 400 && status < 500) {
      return problem(PROVIDER_REFUSED, "The provider answered with status " + status + ".");
    }
    return problem(PROVIDER_FAILED, "The provider answered with an error.");
  }

  /** Seconds or a date (RFC 9110 section 10.2.3), bounded; empty when it is neither. */
  static OptionalLong seconds(String retryAfter, Clock clock) {
    if (retryAfter == null || retryAfter.length() > 64) {
      return OptionalLong.empty();
    }
    long seconds;
    try {
      seconds = (long) Math.ceil(Double.parseDouble(retryAfter.strip()));
    } catch (NumberFormatException aDate) {
      try {
        ZonedDateTime at =
            ZonedDateTime.parse(retryAfter.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
        seconds = Duration.between(clock.instant(), at).toSeconds();
      } catch (DateTimeException neither) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(Math.max(1, Math.min(seconds, LONGEST_WAIT.toSeconds())));
  }

  private static ProblemException problem(Problem problem, String detail) {
    return new ProblemException(problem, detail);
  }
}
