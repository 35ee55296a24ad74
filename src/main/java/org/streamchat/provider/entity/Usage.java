package org.streamchat.provider.entity;

/** Tokens as the provider counted them. */
public record Usage(long promptTokens, long completionTokens) {}
