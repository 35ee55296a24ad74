/**
 * Who is calling. {@link org.streamchat.identity.boundary.CallerAuthentication} has {@link
 * org.streamchat.identity.control.Door} ask the configured {@link
 * org.streamchat.identity.control.AuthenticationMode}s in turn and hands principal and roles to the
 * container; {@link org.streamchat.identity.control.Caller} is all that the rest of the application
 * sees. A further mode is one more of the sealed set, its settings and its word in {@code
 * streamchat.auth}.
 *
 * <ul>
 *   <li><b>header.</b> What a request says of its caller is believed only when the connection's
 *       other end is trusted to say it: its own address counts, never an address that the request
 *       names.
 *   <li><b>bearer.</b> A JWT is believed when the identity provider has signed it by an allowed
 *       algorithm, for this application, and it has not expired. Keys are found by discovery, kept
 *       for a while, and asked for anew when one is not known.
 *   <li><b>oidc.</b> A browser signs in by the authorization code flow with PKCE, state and nonce.
 *       Its session is in its cookie, sealed; no node keeps one. It is renewed once for all
 *       requests on all nodes, and ended on all nodes, here or by the provider.
 *   <li><b>Access tokens</b> go with every mode but {@code none}: hashes in the database, scopes,
 *       an end.
 * </ul>
 *
 * <p>Keeps (S9): every call has a caller, whose id owns what is stored; a call that changes
 * something does not come from another site's page. A call of nobody's gets a problem, never a
 * redirect. (S8): every wait, cookie, key in Redis and answer of the provider is bounded. What
 * checks tokens and seals cookies is the work of libraries (Nimbus, Tink). A call is checked when
 * it begins: a stream goes on when its caller's login ends. May call {@code problem} and {@code
 * platform}; counting failed logins is left to whoever implements {@link
 * org.streamchat.identity.control.LoginAttempts}. Out of scope: what a caller owns, limits.
 */
package org.streamchat.identity;
