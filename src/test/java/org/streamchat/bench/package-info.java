/**
 * The benchmark, {@code mvn -Pbench verify}: a real server on a real database and a real Redis,
 * asked by many at once. The upstream and the clients share this process, whose CPU does not count.
 * Each token carries the moment it was written and its number, so that what is late, lost or
 * repeated is seen whatever the framing.
 */
package org.streamchat.bench;
