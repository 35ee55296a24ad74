package org.streamchat.provider.control;

import java.util.List;

/**
 * A provider's error object, reduced to what it is classified by. The message is only looked at,
 * never shown.
 *
 * @param status an HTTP status if the object names one, else 0
 */
record ProviderError(int status, String code, String type, String param, String message) {
  static final ProviderError UNREADABLE = new ProviderError(0, "", "", "", "");

  boolean mentionsAny(List<String> words) {
    return words.stream().anyMatch(this::mentions);
  }

  boolean mentions(String word) {
    return code.contains(word)
        || type.contains(word)
        || param.contains(word)
        || message.contains(word);
  }
}
