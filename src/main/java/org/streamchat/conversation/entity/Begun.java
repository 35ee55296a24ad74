package org.streamchat.conversation.entity;

/**
 * What came of a send.
 *
 * @param replayed the Idempotency-Key had been used: {@code running} is the first one's generation,
 *     which may have ended
 */
public record Begun(Running running, boolean replayed) {}
