package org.streamchat.limits.entity;

/**
 * One limit as callers are told of it, in the words of the RateLimit header fields
 * (draft-ietf-httpapi-ratelimit-headers).
 *
 * @param policy its name
 * @param quota how much is allowed in a window
 * @param remaining how much of it is left
 * @param resetSeconds until the quota is whole again
 */
public record RateLimit(
    String policy, long quota, long windowSeconds, long remaining, long resetSeconds) {
  public RateLimit {
    remaining = Math.max(0, remaining);
    resetSeconds = Math.max(0, resetSeconds);
  }

  /** An item of {@code RateLimit-Policy}. */
  public String asPolicy() {
    return "\"" + policy + "\";q=" + quota + ";w=" + windowSeconds;
  }

  /** An item of {@code RateLimit}. */
  public String asLimit() {
    return "\"" + policy + "\";r=" + remaining + ";t=" + resetSeconds;
  }
}
