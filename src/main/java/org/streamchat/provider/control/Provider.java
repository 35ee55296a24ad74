package org.streamchat.provider.control;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A provider with the way to it.
 *
 * @param models the names to show, the default first; may block for a few seconds, never fails
 */
record Provider(ProviderSettings settings, ModelGateway gateway, Supplier<List<String>> models) {
  /** The one that needs no model. */
  static Provider demo(ModelGateway gateway) {
    ProviderSettings settings =
        new ProviderSettings(
            Providers.DEMO,
            ProviderType.OPENAI_COMPATIBLE,
            "Demo",
            URI.create("about:demo"),
            null,
            List.of(),
            DemoGateway.MODEL,
            Map.of(),
            null,
            null,
            null,
            null,
            false,
            false);
    return new Provider(settings, gateway, () -> List.of(DemoGateway.MODEL));
  }

  String id() {
    return settings.id();
  }

  boolean isDemo() {
    return id().equals(Providers.DEMO);
  }

  boolean ownKeys() {
    return settings.ownKeys();
  }

  String defaultModel() {
    return settings.defaultModel();
  }

  boolean offers(String model) {
    return settings.models().isEmpty() || settings.models().contains(model);
  }
}
