/**
 * How much users may have, what they have used, and what they did. {@link
 * org.streamchat.limits.control.Limits} admits or refuses every answer that is to begin and charges
 * every one that has ended; {@link org.streamchat.limits.control.AuditTrail} records who did what.
 *
 * <ul>
 *   <li><b>Rate.</b> Sends a minute, in a bucket for each user (Bucket4j) that all nodes share.
 *       What begins no answer, a repeated send above all, is not counted.
 *   <li><b>At once.</b> Answers that run are counted by the database, which cannot forget one that
 *       has died; reservations stand in for those that are just being stored.
 *   <li><b>A day's tokens.</b> Of a user, and of a group as a whole. Checked when an answer begins,
 *       charged when it ends, by whoever ended it: what the provider said, else an estimate.
 *       Answers that run when the quota is reached go on.
 *   <li><b>Refusals</b> are problems that say when to try again (429); the RateLimit header fields
 *       tell what is left.
 *   <li><b>Bounded (S8).</b> Every key in Redis has a lifetime, every wait a limit. While nobody
 *       can count, sends are taken or refused as configured; what is owed is charged later.
 *   <li><b>Audit.</b> Ids and words of this application, never a text or a secret. A line of the
 *       logger {@code audit} at once; rows in batches soon after. No answer ever waits for it. What
 *       is recorded of a day makes up for a user's count of tokens that Redis has lost.
 * </ul>
 *
 * <p>May call {@code identity}, {@code platform} and {@code problem}. Out of scope: what is being
 * limited.
 */
package org.streamchat.limits;
