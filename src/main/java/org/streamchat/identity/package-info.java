/**
 * Who is calling. {@link org.streamchat.identity.boundary.CallerAuthentication} asks the configured
 * {@link org.streamchat.identity.control.AuthenticationMode} and hands principal and roles to the
 * container; {@link org.streamchat.identity.control.Caller} is all that the rest of the application
 * sees.
 *
 * <p>Keeps (S9): every call has a caller, whose id owns what is stored; a call that changes
 * something does not come from another site's page. May call {@code problem} and {@code platform}.
 * Out of scope: what a caller owns, limits.
 */
package org.streamchat.identity;
