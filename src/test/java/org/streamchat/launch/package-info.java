/**
 * Starts the whole system on one machine: a real MariaDB, a real Redis and Open Liberty with the
 * built WAR, each a child process. {@link org.streamchat.launch.Launcher} is what plain {@code mvn}
 * runs; the integration tests start the same parts.
 *
 * <p>Keeps: every start succeeds whatever the last run left behind (a killed launcher's children
 * are ended by their pid files); what cannot work ends with one line that names the cause, never a
 * stack trace. Settings come from environment variables only. Out of scope: anything of production.
 */
package org.streamchat.launch;
