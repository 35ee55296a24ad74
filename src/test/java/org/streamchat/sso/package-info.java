/**
 * Single sign-on with a real Keycloak: two nodes of the application on Open Liberty, a real
 * browser, and programs.
 */
package org.streamchat.sso;
