/**
 * Who is calling. {@link org.streamchat.identity.boundary.CallerAuthentication} asks the configured
 * {@link org.streamchat.identity.control.AuthenticationMode}s in turn and hands principal and roles
 * to the container; {@link org.streamchat.identity.control.Caller} is all that the rest of the
 * application sees. A further mode is one more of the sealed set, its settings and its word in
 * {@code streamchat.auth}.
 *
 * <p>Keeps (S9): every call has a caller, whose id owns what is stored; a call that changes
 * something does not come from another site's page. What a request says of its caller is believed
 * only when the connection's other end is trusted to say it: its own address counts, never an
 * address that the request names. A call of nobody's gets a problem, never a redirect. May call
 * {@code problem} and {@code platform}. Out of scope: what a caller owns, limits.
 */
package org.streamchat.identity;
