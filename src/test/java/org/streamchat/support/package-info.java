/**
 * The vocabulary of the container and browser tests.
 *
 * <pre>{@code
 * ChatSystem chat = ChatSystem.shared(Map.of("OPENAI_BASE_URL", model.url()));
 * ChatClient client = chat.client();
 * String session = client.createSession();
 * try (ChatStream answer = client.ask(session, "Hello")) {
 *   List<Frame> first = answer.take(3);      // cut here, or
 *   List<Frame> rest = answer.rest();        // read on to the end of the connection
 * }
 * chat.kill();
 * chat.restart();
 * }</pre>
 *
 * <p>Every wait is for a condition and has a limit. Logs of the servers are kept in {@code
 * target/it}.
 */
package org.streamchat.support;
