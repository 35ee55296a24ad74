package org.streamchat.provider.control;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.KeyOf;
import org.streamchat.provider.entity.ProviderInfo;

/**
 * The model providers of this installation: the configured ones, or the demo when there is none.
 * The demo never stands in for a configured provider.
 */
@ApplicationScoped
public class Providers {
  public static final String DEMO = "demo";

  private static final Logger LOG = System.getLogger(Providers.class.getName());
  private static final int LONGEST_MODEL_NAME = 200;

  private final Map<String, Provider> providers;
  private final OwnKeys keys;
  private final Executor executor;

  /** For client proxies. */
  protected Providers() {
    this(Map.of(), null, null);
  }

  @Inject
  public Providers(ProviderRegistry registry, OwnKeys keys, ProviderThreads threads) {
    this(providers(registry, keys, threads), keys, threads.scheduler());
  }

  /**
   * @param providers by their ids, the default first
   * @param executor for what may block
   */
  Providers(Map<String, Provider> providers, OwnKeys keys, Executor executor) {
    this.providers = providers;
    this.keys = keys;
    this.executor = executor;
  }

  private static Map<String, Provider> providers(
      ProviderRegistry registry, OwnKeys keys, ProviderThreads threads) {
    if (registry.providers().isEmpty()) {
      return Map.of(DEMO, Provider.demo(new DemoGateway(threads.scheduler())));
    }
    HttpClient client = HttpGateway.client(registry.patience());
    Map<String, Provider> providers = new LinkedHashMap<>();
    for (ProviderSettings settings : registry.providers()) {
      KeySource source = owner -> key(settings, keys, owner);
      HttpGateway gateway =
          new HttpGateway(settings, registry.patience(), source, client, threads.scheduler());
      providers.put(settings.id(), new Provider(settings, gateway, ModelList.of(settings)));
    }
    return providers;
  }

  /** The user's own key wins over the operator's. */
  static String key(ProviderSettings settings, OwnKeys keys, String owner) {
    String key =
        settings.ownKeys()
            ? keys.find(owner, settings.id()).orElse(settings.key())
            : settings.key();
    if (key == null && settings.needsKey()) {
      throw new ProblemException(
              Problem.PROVIDER_NOT_CONFIGURED,
              "There is no key for this provider"
                  + (settings.ownKeys() && keys.areKept() ? ". Set one of your own." : "."))
          .with("provider", settings.id());
    }
    return key;
  }

  /** What a question goes to. */
  public record Choice(String provider, String model) {}

  /**
   * Completes a wish with the defaults.
   *
   * @param provider null for the default
   * @param model null for the provider's default; unless the operator lists the models, whether the
   *     provider has one of this name is for it to say
   * @throws ProblemException PROVIDER_NOT_CONFIGURED for a provider that is known but not set up
   *     here, INVALID_REQUEST for one that does not exist, for a model that is not offered and a
   *     name that cannot be a model's
   */
  public Choice choose(String provider, String model) {
    Provider chosen = provider(provider == null ? first() : provider);
    if (model == null || model.isBlank()) {
      return new Choice(chosen.id(), chosen.defaultModel());
    }
    String wanted = model.strip();
    if (!canBeAModel(wanted)) {
      throw new ProblemException(
          Problem.INVALID_REQUEST,
          "A model's name has at most " + LONGEST_MODEL_NAME + " characters, in one line.");
    }
    if (!chosen.offers(wanted)) {
      throw new ProblemException(
              Problem.INVALID_REQUEST, "This provider is not set up for a model of this name.")
          .with("member", "model");
    }
    return new Choice(chosen.id(), wanted);
  }

  static boolean canBeAModel(String name) {
    return name.length() <= LONGEST_MODEL_NAME && name.chars().noneMatch(Character::isISOControl);
  }

  /**
   * The way to a provider.
   *
   * @throws ProblemException like {@link #choose}
   */
  public ModelGateway gateway(String provider) {
    return provider(provider).gateway();
  }

  /**
   * How many tokens the provider's models take in, as the operator says; empty when it is not said,
   * or the provider is not set up any more.
   */
  public OptionalInt contextTokens(String provider) {
    Provider found = providers.get(provider);
    return found == null || found.settings().contextTokens() == null
        ? OptionalInt.empty()
        : OptionalInt.of(found.settings().contextTokens());
  }

  /**
   * All providers as a user sees them, the default first. May take a few seconds when providers are
   * asked for their models, which happens at most every ten minutes.
   *
   * @throws ProblemException DATABASE_UNAVAILABLE
   */
  public List<ProviderInfo> list(String owner) {
    Map<String, Boolean> held = keys.held(owner);
    List<CompletableFuture<ProviderInfo>> asked =
        providers.values().stream()
            .map(
                provider ->
                    CompletableFuture.supplyAsync(provider.models(), executor)
                        .thenApply(
                            models -> info(provider, models, provider.ownKeys() ? held : Map.of())))
            .toList();
    return asked.stream().map(CompletableFuture::join).toList();
  }

  private ProviderInfo info(Provider provider, List<String> models, Map<String, Boolean> held) {
    Boolean readable = held.get(provider.id());
    KeyOf keyOf = KeyOf.NONE;
    if (readable != null) {
      keyOf = KeyOf.USER;
    } else if (provider.settings().key() != null) {
      keyOf = KeyOf.OPERATOR;
    }
    boolean usable =
        readable != null ? readable : keyOf == KeyOf.OPERATOR || !provider.settings().needsKey();
    return new ProviderInfo(
        provider.id(),
        provider.settings().name(),
        provider.isDemo(),
        models,
        provider.defaultModel(),
        usable,
        keyOf,
        provider.ownKeys() && keys.areKept());
  }

  /**
   * Keeps a user's own key.
   *
   * @throws ProblemException UNKNOWN_PROVIDER, and as {@link OwnKeys#keep}
   */
  public void keepKey(String owner, String provider, String key) {
    if (!known(provider).ownKeys()) {
      throw new ProblemException(
          Problem.OWN_KEYS_NOT_TAKEN, "This provider is used with the operator's key only.");
    }
    keys.keep(owner, provider, key);
  }

  /**
   * Forgets a user's own key; the next question does without it.
   *
   * @throws ProblemException UNKNOWN_PROVIDER, DATABASE_UNAVAILABLE
   */
  public void forgetKey(String owner, String provider) {
    known(provider);
    keys.forget(owner, provider);
  }

  /**
   * Has the settings read, and a wrong one found, when the application starts and not at the first
   * question.
   */
  void announce(@Observes @Initialized(ApplicationScoped.class) Object start) {
    if (providers.containsKey(DEMO)) {
      LOG.log(
          Level.INFO,
          "No model provider is configured (STREAMCHAT_PROVIDERS, OPENAI_API_KEY,"
              + " OPENAI_BASE_URL): the demo answers");
    } else {
      LOG.log(
          Level.INFO,
          "Model providers: {0}; own keys: {1}",
          providers.values().stream()
              .map(provider -> provider.id() + " (" + provider.defaultModel() + ")")
              .collect(Collectors.joining(", ")),
          keys.areKept() ? "kept" : "not taken");
    }
  }

  @PreDestroy
  void close() {
    providers.values().forEach(provider -> provider.gateway().close());
  }

  private String first() {
    return providers.keySet().iterator().next();
  }

  private Provider known(String id) {
    Provider provider = providers.get(id);
    if (provider == null) {
      throw new ProblemException(
          Problem.UNKNOWN_PROVIDER, "No provider of this name is set up here.");
    }
    return provider;
  }

  private Provider provider(String id) {
    Provider provider = providers.get(id);
    if (provider != null) {
      return provider;
    }
    boolean known =
        DEMO.equals(id)
            || Arrays.stream(ProviderType.values()).anyMatch(type -> type.written().equals(id));
    if (known) {
      throw new ProblemException(
          Problem.PROVIDER_NOT_CONFIGURED, "The provider " + id + " is not set up on this server.");
    }
    throw new ProblemException(Problem.INVALID_REQUEST, "There is no provider of this name.");
  }
}
