package org.streamchat.provider.control;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.streamchat.platform.control.Environment;

/**
 * Which model provider is talked to and how long it is waited for.
 *
 * @param configured whether a key or an address was given; without either the demo answers
 * @param apiKey null when none is sent (a local server)
 * @param baseUrl without a slash at the end
 * @param maxTokens null for the provider's default
 * @param temperature null for the provider's default
 * @param connectTimeout until the connection stands
 * @param firstTokenTimeout from the question to the first piece of text or reasoning
 * @param idleTimeout between two pieces
 */
public record ProviderSettings(
    boolean configured,
    String apiKey,
    URI baseUrl,
    String model,
    Integer maxTokens,
    Double temperature,
    Duration connectTimeout,
    Duration firstTokenTimeout,
    Duration idleTimeout) {
  private static final URI OPENAI = URI.create("https://api.openai.com/v1");
  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofHours(1);

  public static ProviderSettings from(Environment environment) {
    Optional<String> key = environment.secret("OPENAI_API_KEY");
    Optional<URI> base = environment.uri("OPENAI_BASE_URL", "https", "http");
    return new ProviderSettings(
        key.isPresent() || base.isPresent(),
        key.orElse(null),
        withoutSlash(base.orElse(OPENAI)),
        environment.text("OPENAI_MODEL", "gpt-4o-mini"),
        environment.integer("OPENAI_MAX_TOKENS", 1, 10_000_000).orElse(null),
        environment.decimal("OPENAI_TEMPERATURE", 0, 2).orElse(null),
        environment.duration(
            "streamchat.provider.connect-timeout", Duration.ofSeconds(10), LEAST, MOST),
        environment.duration(
            "streamchat.provider.first-token-timeout", Duration.ofSeconds(120), LEAST, MOST),
        environment.duration(
            "streamchat.provider.idle-timeout", Duration.ofSeconds(60), LEAST, MOST));
  }

  /** The address of one of the provider's calls. */
  URI call(String path) {
    return URI.create(baseUrl + path);
  }

  /** Never shows the key, nor an address, which may hold one. */
  @Override
  public String toString() {
    return "ProviderSettings[configured=%s, key=%s, model=%s]"
        .formatted(configured, apiKey == null ? "none" : "set", model);
  }

  private static URI withoutSlash(URI base) {
    return URI.create(base.toString().replaceAll("/+$", ""));
  }
}
