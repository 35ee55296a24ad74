package org.streamchat.generation.control;

import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.streamchat.conversation.control.Conversations;
import org.streamchat.conversation.control.Exchanges;
import org.streamchat.provider.control.Providers;
import org.streamchat.stream.control.Streams;

/**
 * What every run works with.
 *
 * @param executor for what may block, and for what is to be done later
 * @param notes is told when a run has something to tell its later owner
 * @param closed is told when a run has nothing left to do
 */
record Workshop(
    Conversations conversations,
    Exchanges exchanges,
    Providers providers,
    Streams streams,
    GenerationSettings settings,
    Accounts accounts,
    Titles titles,
    ScheduledExecutorService executor,
    Consumer<Run> notes,
    Consumer<Run> closed) {}
