/**
 * Talks to language models. {@link org.streamchat.provider.control.ModelGateway} is the port; over
 * HTTP one gateway speaks several protocols (Chat Completions, OpenAI's Responses, Anthropic's
 * Messages), and {@link org.streamchat.provider.control.DemoGateway} answers when no provider is
 * configured. {@link org.streamchat.provider.control.Providers} says which one a question goes to,
 * {@link org.streamchat.provider.control.OwnKeys} keeps the keys that users bring.
 *
 * <p>Keeps:
 *
 * <ul>
 *   <li>S5: a call belongs to no HTTP request of ours, and holds no thread while it streams or
 *       waits for its next try.
 *   <li>S8: every wait has a limit (connection, first token, between tokens), and so has every
 *       buffer (event, completion, body of a refusal), every retry and the time between them.
 *   <li>A question is put again only before its first word has come; never after, so that nothing
 *       is said twice.
 *   <li>Cancelling closes the upstream connection, so that the provider stops producing; one that
 *       makes the answer by itself is told to end it, as soon as it has named it. Such an answer
 *       can be rejoined at a position, from any node, and says behind it what it has not said
 *       before.
 *   <li>A stream has ended well only if it gave a reason or said that it is done; a connection that
 *       just closes is a failure.
 *   <li>What a provider says about a failure is looked at, never passed on: neither key nor text
 *       reaches a log or an error.
 *   <li>What is kept for the record of a call is bounded, and holds no key.
 *   <li>Users' keys are stored sealed, bound to their user and provider, and never returned. One
 *       that is removed is not used for the next question, on any node.
 *   <li>Addresses come from the operator's settings only. There is no such thing as a base URL
 *       given by a user, so no request can be forged into the inner network; redirects are not
 *       followed.
 *   <li>The demo never stands in for a configured provider.
 * </ul>
 *
 * <p>May call {@code problem}, {@code platform} and, at the boundary, {@code identity}; knows no
 * business component. Out of scope: what a session is, where an answer is kept, whether a broken
 * answer is asked for again.
 */
package org.streamchat.provider;
