package org.streamchat.conversation.entity;

/** The text around what a search has found in a message. */
public record Passage(String messageId, String text) {}
