package org.streamchat.conversation.control;

import java.util.OptionalInt;
import org.streamchat.provider.control.Providers;

/** Chooses what is asked for, or the model {@code small} of {@code fixed}. */
class FixedProviders extends Providers {
  @Override
  public Choice choose(String provider, String model) {
    return new Choice(provider == null ? "fixed" : provider, model == null ? "small" : model);
  }

  @Override
  public OptionalInt contextTokens(String provider) {
    return provider.equals("tiny") ? OptionalInt.of(80) : OptionalInt.empty();
  }
}
