package org.streamchat.conversation.entity;

/**
 * A message of the current branch.
 *
 * @param siblings null when it is the only one in its place
 */
public record Shown(Message message, Siblings siblings) {}
