package org.streamchat.provider.control;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.entity.ProviderInfo;

/**
 * The model providers of this installation: the configured one, or the demo when there is none. The
 * demo never stands in for a configured provider.
 */
@ApplicationScoped
public class Providers {
  public static final String OPENAI = "openai";
  public static final String DEMO = "demo";

  private static final Logger LOG = System.getLogger(Providers.class.getName());
  private static final Set<String> KNOWN = Set.of(OPENAI, DEMO);
  private static final int LONGEST_MODEL_NAME = 200;

  private final String id;
  private final String name;
  private final String defaultModel;
  private final ModelGateway gateway;
  private final Supplier<List<String>> models;

  /** For client proxies. */
  protected Providers() {
    this.id = null;
    this.name = null;
    this.defaultModel = null;
    this.gateway = null;
    this.models = null;
  }

  @Inject
  public Providers(ProviderSettings settings, ProviderThreads threads) {
    if (settings.configured()) {
      this.id = OPENAI;
      this.name = settings.baseUrl().getHost();
      this.defaultModel = settings.model();
      this.gateway = new OpenAiChatGateway(settings, threads.executor(), threads.scheduler());
      this.models = new ModelList(settings, ModelList.overHttp(settings));
    } else {
      this.id = DEMO;
      this.name = "Demo";
      this.defaultModel = DemoGateway.MODEL;
      this.gateway = new DemoGateway(threads.scheduler());
      this.models = () -> List.of(DemoGateway.MODEL);
    }
  }

  Providers(String id, String defaultModel, ModelGateway gateway, Supplier<List<String>> models) {
    this.id = id;
    this.name = id;
    this.defaultModel = defaultModel;
    this.gateway = gateway;
    this.models = models;
  }

  /** What a question goes to. */
  public record Choice(String provider, String model) {}

  /**
   * Completes a wish with the defaults.
   *
   * @param provider null for the default
   * @param model null for the provider's default; whether the provider has a model of this name is
   *     for it to say
   * @throws ProblemException PROVIDER_NOT_CONFIGURED for a provider that is not set up here,
   *     INVALID_REQUEST for one that does not exist or a name that cannot be a model's
   */
  public Choice choose(String provider, String model) {
    check(provider == null ? id : provider);
    if (model == null || model.isBlank()) {
      return new Choice(id, defaultModel);
    }
    String wanted = model.strip();
    if (wanted.length() > LONGEST_MODEL_NAME || wanted.chars().anyMatch(Character::isISOControl)) {
      throw new ProblemException(
          Problem.INVALID_REQUEST,
          "A model's name has at most " + LONGEST_MODEL_NAME + " characters, in one line.");
    }
    return new Choice(id, wanted);
  }

  /**
   * The way to a provider.
   *
   * @throws ProblemException like {@link #choose}
   */
  public ModelGateway gateway(String provider) {
    check(provider);
    return gateway;
  }

  /**
   * May take a few seconds the first time, when the provider is asked for its models; never fails.
   */
  public List<ProviderInfo> list() {
    return List.of(new ProviderInfo(id, name, id.equals(DEMO), models.get(), defaultModel));
  }

  /**
   * Has the settings read, and a wrong one found, when the application starts and not at the first
   * question.
   */
  void announce(@Observes @Initialized(ApplicationScoped.class) Object start) {
    if (id.equals(DEMO)) {
      LOG.log(
          Level.INFO,
          "No model provider is configured (OPENAI_API_KEY, OPENAI_BASE_URL): the demo answers");
    } else {
      LOG.log(Level.INFO, "Model provider: {0}, model {1}", name, defaultModel);
    }
  }

  @PreDestroy
  void close() throws Exception {
    if (gateway instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  private void check(String provider) {
    if (id.equals(provider)) {
      return;
    }
    if (provider != null && KNOWN.contains(provider)) {
      throw new ProblemException(
          Problem.PROVIDER_NOT_CONFIGURED,
          "The provider " + provider + " is not set up on this server.");
    }
    throw new ProblemException(Problem.INVALID_REQUEST, "There is no provider of this name.");
  }
}
