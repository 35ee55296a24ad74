package org.streamchat.provider.control;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a model takes of the optional parts of a request. Everything is tried until it is refused
 * once.
 */
record Dialect(Set<Option> refused) {
  /** A part that some models refuse. */
  enum Option {
    /** {@code stream_options} of Chat Completions. */
    STREAM_OPTIONS,
    /** {@code max_tokens}, in place of {@code max_completion_tokens}. */
    MAX_TOKENS,
    TEMPERATURE,
    /** A summary of the reasoning (Responses). */
    REASONING_SUMMARY,
    /** An answer that is made by itself and can be rejoined (Responses). */
    BACKGROUND,
    /** The answer so far as the beginning of the model's own turn (Messages). */
    PREFILL,
    /** Thinking before the answer (Messages). */
    THINKING
  }

  static final Dialect USUAL = new Dialect(Set.of());

  Dialect {
    refused = Set.copyOf(refused);
  }

  boolean takes(Option option) {
    return !refused.contains(option);
  }

  /** This dialect without the option when {@code found} holds. */
  Dialect without(Option option, boolean found) {
    if (!found || refused.contains(option)) {
      return this;
    }
    Set<Option> more = EnumSet.of(option);
    more.addAll(refused);
    return new Dialect(more);
  }
}
