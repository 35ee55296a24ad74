/**
 * The page in a real browser, on the real server, with a scripted model: what a person sees when
 * things go wrong. Each test compares three texts byte by byte: the page's (as its copy button
 * gives it), the stored one and the model's.
 */
package org.streamchat.browser;
