/**
 * What every component stands on: settings read once, with their real types.
 *
 * <p>Keeps: a setting is read at the start and never again; a wrong one stops the start with one
 * line that names the property and says what it takes; the value of a secret is never part of a
 * message. A time is stored in one form only, {@code StoredTime}. May call nothing of this
 * application. Out of scope: what a setting means, and its default: both belong to the component
 * that reads it.
 */
package org.streamchat.platform;
