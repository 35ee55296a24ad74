package org.streamchat.provider.control;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.SettingException;

/**
 * The providers of this installation as they are configured, the default one first; empty when none
 * is. {@code streamchat.providers} lists their ids, {@code streamchat.provider.<id>.…} describes
 * each; without the list, {@code OPENAI_…} describes the one called {@code openai}.
 */
public record ProviderRegistry(List<ProviderSettings> providers, Patience patience) {
  static final String OPENAI = "openai";

  private static final String LIST = "streamchat.providers";
  private static final Pattern ID = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");
  private static final int MOST_PROVIDERS = 50;
  private static final int MOST_TOKENS = 10_000_000;
  private static final int LONGEST_NAME = 100;

  /** Anthropic takes no smaller budget. */
  private static final int LEAST_THINKING = 1_024;

  public ProviderRegistry {
    providers = List.copyOf(providers);
  }

  /**
   * @throws SettingException naming the property that is wrong
   */
  public static ProviderRegistry from(Environment environment) {
    return new ProviderRegistry(
        ids(environment).stream().map(id -> new Reading(environment, id).settings()).toList(),
        Patience.from(environment));
  }

  private static Set<String> ids(Environment environment) {
    Optional<String> list = environment.text(LIST);
    if (list.isEmpty()) {
      boolean openai =
          environment.secret("OPENAI_API_KEY").isPresent()
              || environment.text("OPENAI_BASE_URL").isPresent();
      return openai ? Set.of(OPENAI) : Set.of();
    }
    Set<String> ids = new LinkedHashSet<>();
    for (String id : parts(list.get())) {
      if (!ID.matcher(id).matches() || id.equals(Providers.DEMO) || !ids.add(id)) {
        throw new SettingException(
            LIST, "different names of a-z, 0-9 and -, separated by commas, none of them demo", id);
      }
    }
    if (ids.isEmpty() || ids.size() > MOST_PROVIDERS) {
      throw new SettingException(LIST, "1 to " + MOST_PROVIDERS + " names");
    }
    return ids;
  }

  private static List<String> parts(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .filter(Predicate.not(String::isEmpty))
        .toList();
  }

  /** Reads one provider; that called openai also by its short names. */
  private static final class Reading {
    private final Environment environment;
    private final String id;

    Reading(Environment environment, String id) {
      this.environment = environment;
      this.id = id;
    }

    ProviderSettings settings() {
      ProviderType type =
          environment.choice(name("type"), ProviderType.class, ProviderType.OPENAI_COMPATIBLE);
      if (environment.text(name("type")).isEmpty()) {
        type = named().orElse(type);
      }
      String baseName = known("base-url", "OPENAI_BASE_URL");
      URI base = environment.uri(baseName, "https", "http").map(this::trimmed).orElse(type.home());
      if (base == null) {
        throw new SettingException(baseName, "the address of the provider, with its version path");
      }
      List<String> models = environment.text(name("models")).map(this::models).orElse(List.of());
      ProviderSettings settings =
          new ProviderSettings(
              id,
              type,
              title(type, base),
              base,
              environment.secret(known("key", "OPENAI_API_KEY")).orElse(null),
              models,
              defaultModel(type, models),
              headers(),
              environment
                  .integer(known("max-tokens", "OPENAI_MAX_TOKENS"), 1, MOST_TOKENS)
                  .orElse(null),
              environment.decimal(known("temperature", "OPENAI_TEMPERATURE"), 0, 2).orElse(null),
              environment.integer(name("context-tokens"), 256, MOST_TOKENS).orElse(null),
              thinkingTokens(type),
              environment.flag(name("own-keys"), true),
              environment.flag(
                  name("background"),
                  type == ProviderType.OPENAI_RESPONSES && base.equals(type.home())));
      if (settings.needsKey() && settings.key() == null && !settings.ownKeys()) {
        throw new SettingException(name("key"), "a key: users may not bring their own");
      }
      return settings;
    }

    private Integer thinkingTokens(ProviderType type) {
      String name = name("thinking-tokens");
      Integer tokens = environment.integer(name, LEAST_THINKING, MOST_TOKENS).orElse(null);
      if (tokens != null && type != ProviderType.ANTHROPIC) {
        throw new SettingException(name, "a number where the type is anthropic only");
      }
      return tokens;
    }

    private String name(String property) {
      return "streamchat.provider." + id + "." + property;
    }

    /** The property that is set, for openai the short one when only that is. */
    private String known(String property, String openAi) {
      String name = name(property);
      return id.equals(OPENAI)
              && environment.text(name).isEmpty()
              && environment.text(openAi).isPresent()
          ? openAi
          : name;
    }

    private Optional<ProviderType> named() {
      return Arrays.stream(ProviderType.values())
          .filter(type -> type.written().equals(id))
          .findFirst();
    }

    private URI trimmed(URI base) {
      if (base.getRawFragment() != null) {
        throw new SettingException(
            known("base-url", "OPENAI_BASE_URL"), "an address without a fragment");
      }
      return URI.create(base.toString().replaceAll("/+(?=$|\\?)", ""));
    }

    private String title(ProviderType type, URI base) {
      String title =
          environment
              .text(name("name"))
              .orElse(base.equals(type.home()) && type.title() != null ? type.title() : null);
      if (title == null) {
        title = type == ProviderType.OPENAI && id.equals(OPENAI) ? base.getHost() : id;
      }
      if (title.length() > LONGEST_NAME || title.chars().anyMatch(Character::isISOControl)) {
        throw new SettingException(
            name("name"), "at most " + LONGEST_NAME + " characters in one line");
      }
      return title;
    }

    private List<String> models(String list) {
      List<String> models = parts(list);
      if (models.isEmpty() || !models.stream().allMatch(Providers::canBeAModel)) {
        throw new SettingException(name("models"), "names of models, separated by commas");
      }
      return models;
    }

    private String defaultModel(ProviderType type, List<String> models) {
      String name = known("default-model", "OPENAI_MODEL");
      Optional<String> chosen = environment.text(name);
      if (chosen.isPresent()) {
        boolean offered = models.isEmpty() || models.contains(chosen.get());
        if (!offered || !Providers.canBeAModel(chosen.get())) {
          throw new SettingException(name, "one of the models", chosen.get());
        }
        return chosen.get();
      }
      if (!models.isEmpty()) {
        return models.get(0);
      }
      if (type.model() == null) {
        throw new SettingException(name, "the name of the model to use when none is wished");
      }
      return type.model();
    }

    /** Values may be secrets: they are never shown. */
    private Map<String, String> headers() {
      Map<String, String> headers = new LinkedHashMap<>();
      String property = name("headers");
      for (String header : parts(environment.text(property).orElse(""))) {
        int equals = header.indexOf('=');
        try {
          String name = header.substring(0, Math.max(0, equals)).strip();
          String value = header.substring(equals + 1).strip();
          HttpRequest.newBuilder(URI.create("http://localhost")).header(name, value);
          headers.put(name, value);
        } catch (IllegalArgumentException unusable) {
          throw new SettingException(
              property, "headers as Name=value, separated by commas, that may be set");
        }
      }
      return headers;
    }
  }
}
