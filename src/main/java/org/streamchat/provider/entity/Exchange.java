package org.streamchat.provider.entity;

/**
 * What a provider was asked and what it answered, for the record: a JSON object with {@code
 * request} and, once something has come, {@code response}. Keys are removed, and what is too long
 * lacks its middle.
 */
public record Exchange(String json) {}
