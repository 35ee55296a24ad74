package org.streamchat.provider.control;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.streamchat.provider.entity.ModelRequest;

/**
 * One provider as the operator has set it up. Its address comes from here only: what a user says
 * never decides where a request goes.
 *
 * @param key the operator's; null when there is none
 * @param baseUrl without a slash at the end; may have a query
 * @param models those that may be asked for; empty when the provider is to say
 * @param defaultModel one of them, if there are any
 * @param extraHeaders sent with every request
 * @param maxTokens null for the provider's default
 * @param temperature null for the provider's default
 * @param contextTokens how much the models take in; null when it is not known
 * @param thinkingTokens how much the models may think before they answer; null for not at all
 * @param ownKeys whether users may have keys of their own
 * @param background whether the provider is to make answers by itself, if it can, which it stores
 *     for that
 */
record ProviderSettings(
    String id,
    ProviderType type,
    String name,
    URI baseUrl,
    String key,
    List<String> models,
    String defaultModel,
    Map<String, String> extraHeaders,
    Integer maxTokens,
    Double temperature,
    Integer contextTokens,
    Integer thinkingTokens,
    boolean ownKeys,
    boolean background) {
  private static final String AZURE_VERSION = "api-version=2024-10-21";

  ProviderSettings {
    models = List.copyOf(models);
    extraHeaders = Map.copyOf(extraHeaders);
  }

  /** Whether nothing can be asked without a key. */
  boolean needsKey() {
    return type.needsKey(baseUrl.equals(type.home()));
  }

  /** The address of a question to a model. */
  URI call(String model) {
    if (type != ProviderType.AZURE_OPENAI) {
      return at(type.protocol().path(), null);
    }
    String path = baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath();
    if (path.endsWith("/openai/v1")) {
      return at(type.protocol().path(), null);
    }
    String deployment =
        path.contains("/deployments/")
            ? ""
            : (path.endsWith("/openai") ? "" : "/openai")
                + "/deployments/"
                + URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
    return at(deployment + type.protocol().path(), AZURE_VERSION);
  }

  private URI at(String path, String query) {
    String base = baseUrl.toString();
    int mark = base.indexOf('?');
    if (mark < 0) {
      return URI.create(base + path + (query == null ? "" : "?" + query));
    }
    return URI.create(base.substring(0, mark) + path + base.substring(mark));
  }

  /** An address below the base. */
  URI below(String pathAndQuery) {
    String[] parts = pathAndQuery.split("\\?", 2);
    String address = at(parts[0], null).toString();
    return parts.length < 2
        ? URI.create(address)
        : URI.create(address + (address.contains("?") ? "&" : "?") + parts[1]);
  }

  /** What is sent with every request. */
  Map<String, String> headers(String key) {
    Map<String, String> headers = new LinkedHashMap<>(type.authentication(key));
    headers.putAll(extraHeaders);
    return headers;
  }

  /** What the question wishes, else what is set here; null for the provider's default. */
  Double temperatureFor(ModelRequest request) {
    return request.temperature() != null ? request.temperature() : temperature;
  }

  /** What the question wishes, else what is set here; null for the provider's default. */
  Integer maxTokensFor(ModelRequest request) {
    return request.maxTokens() != null ? request.maxTokens() : maxTokens;
  }

  /** Never shows the key, headers, nor an address, which may hold one. */
  @Override
  public String toString() {
    return "ProviderSettings[id=%s, type=%s, key=%s, model=%s]"
        .formatted(id, type.written(), key == null ? "none" : "set", defaultModel);
  }
}
