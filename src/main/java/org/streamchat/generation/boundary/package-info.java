/** The chat calls of the HTTP interface. */
package org.streamchat.generation.boundary;
