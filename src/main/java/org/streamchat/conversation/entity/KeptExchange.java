package org.streamchat.conversation.entity;

import java.time.Instant;
import org.streamchat.provider.entity.Exchange;

/**
 * What is kept of the making of an answer.
 *
 * @param at when the answer ended
 */
public record KeptExchange(String generationId, Instant at, Exchange exchange) {}
