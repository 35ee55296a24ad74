/**
 * Sessions and their messages, which last, in the database. {@link
 * org.streamchat.conversation.control.Conversations} is the lasting side of an answer: it begins,
 * is taken over, ends. {@link org.streamchat.conversation.control.Sessions} is what users do with
 * sessions otherwise, {@link org.streamchat.conversation.control.Transcripts} takes them out and
 * in, {@link org.streamchat.conversation.control.Roles} says who the model is to be, {@link
 * org.streamchat.conversation.control.Exchanges} what a provider was asked and answered. Messages
 * form a tree; a session shows the branch that ends with its current leaf. A model is shown the
 * last turns of it that fit, never those that the user has taken out of the context.
 *
 * <p>Keeps: one end (S4: conditional on RUNNING and on the epoch), two transactions an answer (S6:
 * beginning and ending are one transaction each; a whole end is one statement), once (S7: the
 * Idempotency-Key is unique by owner), mine only (S9: every access names the owner, another's looks
 * missing). At most one generation of a session runs, on any number of nodes: beginning one changes
 * the session's version, and of several at once one succeeds. Texts are kept byte by byte.
 *
 * <p>May call {@code provider} (which one is chosen, what a turn is), {@code identity}, {@code
 * platform}, {@code problem}. Out of scope: making the answer, which {@code generation} does; it is
 * told of deletions through {@link org.streamchat.conversation.control.RunningAnswers}.
 */
package org.streamchat.conversation;
