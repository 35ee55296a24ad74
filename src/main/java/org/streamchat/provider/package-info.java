/**
 * Talks to language models. {@link org.streamchat.provider.control.ModelGateway} is the port; each
 * wire protocol is an adapter behind it.
 *
 * <p>Keeps: a stream holds no thread; cancelling really closes the upstream connection; every wait
 * and buffer is bounded; nothing of a key or a text reaches a log or an error. May call {@code
 * problem} and {@code platform}; knows no business component. Out of scope: what a session is,
 * where an answer is kept.
 */
package org.streamchat.provider;
