/** Running, ending and recovering generations. */
package org.streamchat.generation.control;
