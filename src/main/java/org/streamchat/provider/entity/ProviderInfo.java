package org.streamchat.provider.entity;

import java.util.List;

/**
 * A provider as one user sees it.
 *
 * @param demo whether its answers are made up here, without a model
 * @param models the names that can be asked for, the default first; never empty
 * @param usable whether the user's questions can go to it: there is a key, or none is needed
 * @param ownKeys whether the user may bring a key
 */
public record ProviderInfo(
    String id,
    String name,
    boolean demo,
    List<String> models,
    String defaultModel,
    boolean usable,
    KeyOf keyOf,
    boolean ownKeys) {
  public ProviderInfo {
    models = List.copyOf(models);
  }
}
