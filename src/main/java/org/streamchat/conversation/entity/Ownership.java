package org.streamchat.conversation.entity;

/** Which node makes a running generation. */
public record Ownership(String generationId, long epoch, String node) {}
