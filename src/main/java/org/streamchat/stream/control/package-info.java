/** The log, its writers, and what of it this node holds in memory. */
package org.streamchat.stream.control;
