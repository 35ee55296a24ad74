/**
 * The fault drill: two real servers, a real database, a real Redis and a scripted provider, with a
 * network between them all that can be cut and slowed, of which one after the other dies, hangs or
 * forgets in an order that a seed decides, while questions are asked and answers watched. After
 * each answer every viewer's text, the log, the stored message and the provider's text are compared
 * byte for byte.
 */
package org.streamchat.drill;
