package org.streamchat.problem;

/**
 * Every way a call can fail, as RFC 9457 problem types. The {@code type} is stable: clients may
 * switch on it.
 */
public enum Problem {
  MALFORMED_REQUEST(400, "The request could not be read"),
  INVALID_REQUEST(400, "The request is not valid"),
  MALFORMED_CURSOR(400, "Last-Event-ID is not a cursor of this service"),
  LOGIN_FAILED(400, "Signing in did not work"),
  UNAUTHENTICATED(401, "Sign in first"),
  FORBIDDEN(403, "Not allowed"),
  OWN_KEYS_NOT_TAKEN(403, "Keys of users are not taken here"),
  NOT_FOUND(404, "There is nothing here"),
  UNKNOWN_SESSION(404, "There is no such session"),
  UNKNOWN_MESSAGE(404, "There is no such message"),
  UNKNOWN_ROLE(404, "There is no such role"),
  UNKNOWN_GENERATION(404, "The session has no such generation"),
  UNKNOWN_PROVIDER(404, "There is no such provider"),
  UNKNOWN_TOKEN(404, "There is no such token"),
  METHOD_NOT_ALLOWED(405, "This method is not offered here"),
  NOT_ACCEPTABLE(406, "None of the accepted media types is offered"),
  GENERATION_RUNNING(409, "An answer is being generated in this session"),
  TOO_MANY_TOKENS(409, "There are too many tokens"),
  NOTHING_TO_CONTINUE(409, "The session has no answer to continue"),
  REQUEST_TOO_LARGE(413, "The request is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "This content type is not understood"),
  LIMIT_EXCEEDED(429, "Too many requests"),
  INTERNAL(500, "Something went wrong here"),
  ANSWER_TOO_LARGE(502, "The answer exceeded the size limit"),
  PROVIDER_REFUSED(502, "The model provider refused the request"),
  PROVIDER_KEY_REJECTED(502, "The model provider rejected the key"),
  PROVIDER_UNKNOWN_MODEL(502, "The model provider does not know this model"),
  PROVIDER_CONTEXT_TOO_LONG(502, "The conversation is too long for this model"),
  PROVIDER_CONTENT_FILTERED(502, "The model provider filtered the content"),
  PROVIDER_FAILED(502, "The model provider failed"),
  PROVIDER_UNREACHABLE(502, "The model provider cannot be reached"),
  PROVIDER_BROKE_OFF(502, "The model provider broke off in mid-answer"),
  PROVIDER_RATE_LIMITED(503, "The model provider limits the rate"),
  PROVIDER_NOT_CONFIGURED(503, "No usable model provider is configured"),
  SHUTTING_DOWN(503, "This server is shutting down"),
  OVERLOADED(503, "Too many answers are being generated"),
  DATABASE_UNAVAILABLE(503, "The database cannot be reached"),
  LOG_UNAVAILABLE(503, "The resume cache cannot be reached"),
  IDENTITY_PROVIDER_UNAVAILABLE(503, "The identity provider cannot be reached"),
  INTERRUPTED(503, "The answer was interrupted"),
  PROVIDER_TIMED_OUT(504, "The model provider did not answer in time");

  private static final String NAMESPACE = "urn:streamchat:problem:";

  private final int status;
  private final String title;

  Problem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** Whether the same call may well succeed later, nothing else being changed. */
  public boolean retryable() {
    return switch (this) {
      case LIMIT_EXCEEDED,
          INTERNAL,
          PROVIDER_FAILED,
          PROVIDER_UNREACHABLE,
          PROVIDER_BROKE_OFF,
          PROVIDER_RATE_LIMITED,
          PROVIDER_TIMED_OUT,
          SHUTTING_DOWN,
          OVERLOADED,
          DATABASE_UNAVAILABLE,
          LOG_UNAVAILABLE,
          IDENTITY_PROVIDER_UNAVAILABLE,
          INTERRUPTED ->
          true;
      default -> false;
    };
  }

  /** The RFC 9457 {@code type}, e.g. {@code urn:streamchat:problem:unknown-session}. */
  public String type() {
    return NAMESPACE + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
