package org.streamchat.provider.control;

import org.streamchat.provider.entity.Usage;

/**
 * What one event of a Chat Completions stream says; null for what it does not say.
 *
 * @param finish the provider's own word for why the answer ended
 */
record Chunk(String text, String reasoning, String finish, Usage usage, ProviderError error) {
  static final Chunk NOTHING = new Chunk(null, null, null, null, null);

  static Chunk of(String text, String reasoning) {
    return text == null && reasoning == null
        ? NOTHING
        : new Chunk(text, reasoning, null, null, null);
  }
}
