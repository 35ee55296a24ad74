package org.streamchat.conversation.entity;

/**
 * Where a message stands among those that follow the same message: other versions of a question, or
 * other answers to it.
 *
 * @param index from 1, in the order in which they were made
 * @param previous null for the first
 * @param next null for the last
 */
public record Siblings(int index, int count, String previous, String next) {}
