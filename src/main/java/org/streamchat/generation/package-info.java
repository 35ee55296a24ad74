/**
 * Makes answers: starts, streams, stops, continues and recovers them. Ties conversation, provider
 * and stream together.
 *
 * <p>A generation belongs to one node at a time, and to no HTTP connection.
 *
 * <ul>
 *   <li><b>S4 one end.</b> {@code conversation} commits the finished message first, and says
 *       whether this was the one finisher; only then the terminal event is appended.
 *   <li><b>S5 detached.</b> Once {@code start} has returned, the answer is made whether anyone
 *       watches or not.
 *   <li><b>S6 two transactions an answer.</b> One in {@code begin}, one in {@code finish}; none
 *       while text comes.
 *   <li><b>S7 once.</b> A send repeated with its Idempotency-Key follows the first one's
 *       generation.
 *   <li><b>Recovery.</b> A running generation whose owner's lease is missing twice in a row is
 *       claimed with a higher epoch and goes on from its log. Where its owner may be alive, because
 *       the log has been away, or has forgotten it, it is given the time of a lease to begin the
 *       log anew from its memory. After three tries without progress, none of which was given up in
 *       good order, the generation ends as interrupted, its partial text kept. Where the provider
 *       makes answers by itself, the owner keeps a note with the log of where to rejoin it; what
 *       comes again of text that is known is compared and dropped, and when it differs, or cannot
 *       be had, the rest is asked for.
 *   <li><b>An end that cannot be saved yet.</b> Its owner notes it with the log, and a later owner
 *       that finds the whole text there ends the answer so, rather than ask for more of it.
 *   <li><b>S8 bounded.</b> An answer has a most number of characters, of events and of minutes;
 *       beyond, it ends with an error and what there is is kept.
 *   <li><b>Stop.</b> From any node, at any time, also before the log has begun; it wins over a
 *       recovery, though its owner may have died before the end was stored. The partial text is
 *       kept.
 * </ul>
 *
 * <p>May call {@code conversation}, {@code provider}, {@code stream}, {@code limits}, {@code
 * identity}, {@code problem} and {@code platform}; nothing calls it but its own boundary. Out of
 * scope: what a session is, how text travels.
 */
package org.streamchat.generation;
