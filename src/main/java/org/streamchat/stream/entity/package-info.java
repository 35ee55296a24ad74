/** The values a log is made of. */
package org.streamchat.stream.entity;
