/**
 * Talks to language models. {@link org.streamchat.provider.control.ModelGateway} is the port; each
 * wire protocol is an adapter behind it: {@link org.streamchat.provider.control.OpenAiChatGateway}
 * for Chat Completions, {@link org.streamchat.provider.control.DemoGateway} when no provider is
 * configured. {@link org.streamchat.provider.control.Providers} says which one a question goes to.
 *
 * <p>Keeps:
 *
 * <ul>
 *   <li>S5: a call belongs to no HTTP request of ours, and holds no thread while it streams.
 *   <li>S8: every wait has a limit (connection, first token, between tokens), and so has every
 *       buffer (event, completion, body of a refusal, waiting time that a provider asks for).
 *   <li>Cancelling closes the upstream connection, so that the provider stops producing.
 *   <li>A stream has ended well only if it gave a reason or said {@code [DONE]}; a connection that
 *       just closes is a failure.
 *   <li>What a provider says about a failure is looked at, never passed on: neither key nor text
 *       reaches a log or an error.
 *   <li>The demo never stands in for a configured provider.
 * </ul>
 *
 * <p>May call {@code problem} and {@code platform}; knows no business component. Out of scope: what
 * a session is, where an answer is kept, whether a broken answer is asked for again.
 */
package org.streamchat.provider;
