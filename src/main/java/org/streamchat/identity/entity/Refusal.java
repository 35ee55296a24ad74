package org.streamchat.identity.entity;

/**
 * A call of nobody's that was refused. Fired as an event.
 *
 * @param path as it was sent
 * @param status with which it was refused
 */
public record Refusal(String method, String path, int status) {}
