/** Delivery of streams to HTTP clients as server-sent events. */
package org.streamchat.stream.boundary;
