package org.streamchat.stream.control;

import java.util.concurrent.ExecutorService;

/** The threads that deliver streams to readers. */
public record DeliveryThreads(ExecutorService executor) {}
