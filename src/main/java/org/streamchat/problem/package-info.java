/**
 * How calls fail. {@link org.streamchat.problem.Problem} is the catalogue, {@link
 * org.streamchat.problem.ProblemException} the one way to throw from it, {@link
 * org.streamchat.problem.ProblemJson} its form on the wire (RFC 9457), and the mappers of {@code
 * boundary} see to it that nothing else ever reaches a caller: no stack trace, no cause, no
 * server's own page.
 *
 * <p>Keeps: a type once published stays; an unexpected failure is told by an incident id only,
 * which the server's log explains. May call nothing of this application. Out of scope: deciding
 * what is a problem.
 */
package org.streamchat.problem;
