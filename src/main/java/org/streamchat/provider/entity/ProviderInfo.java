package org.streamchat.provider.entity;

import java.util.List;

/**
 * A provider that can be used.
 *
 * @param demo whether its answers are made up here, without a model
 * @param models the names that can be asked for, the default first; never empty
 */
public record ProviderInfo(
    String id, String name, boolean demo, List<String> models, String defaultModel) {
  public ProviderInfo {
    models = List.copyOf(models);
  }
}
