package org.streamchat.provider.entity;

import java.util.List;

/**
 * What is asked of a model.
 *
 * @param owner who asks, since users may have keys of their own
 * @param provider the provider's id
 * @param model the model's name as the provider knows it
 * @param turns the conversation, oldest first, ending with the user's turn to answer
 * @param prefix what has been answered already; the model is to go on exactly behind it. Empty for
 *     a new answer
 * @param temperature null for the provider's default
 * @param maxTokens null for the provider's default
 */
public record ModelRequest(
    String owner,
    String provider,
    String model,
    List<Turn> turns,
    String prefix,
    Double temperature,
    Integer maxTokens) {
  public ModelRequest {
    turns = List.copyOf(turns);
    prefix = prefix == null ? "" : prefix;
  }
}
