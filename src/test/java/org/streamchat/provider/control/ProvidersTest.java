package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streamchat.platform.control.Environment;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.control.Providers.Choice;
import org.streamchat.provider.entity.KeyOf;
import org.streamchat.provider.entity.ProviderInfo;

class ProvidersTest {
  private static final ModelGateway NOWHERE = (request, listener) -> () -> {};

  private final Map<String, Boolean> held = new LinkedHashMap<>();
  private final Map<String, String> kept = new LinkedHashMap<>();
  private final Providers providers =
      providers(
          Map.of(
              "streamchat.providers", "openai, qwen, local",
              "streamchat.provider.qwen.key", "sk-operator",
              "streamchat.provider.qwen.models", "qwen-plus, qwen-max",
              "streamchat.provider.qwen.context-tokens", "32768",
              "streamchat.provider.qwen.own-keys", "false",
              "streamchat.provider.local.type", "ollama",
              "streamchat.provider.local.name", "House",
              "streamchat.provider.local.default-model", "qwen3"));

  /** What a user has, without a database. */
  private final class Ring extends OwnKeys {
    @Override
    public boolean areKept() {
      return true;
    }

    @Override
    public void keep(String owner, String provider, String key) {
      kept.put(provider, key);
    }

    @Override
    Optional<String> find(String owner, String provider) {
      return Optional.ofNullable(kept.get(provider));
    }

    @Override
    Map<String, Boolean> held(String owner) {
      return held;
    }
  }

  private Providers providers(Map<String, String> environment) {
    Map<String, Provider> all = new LinkedHashMap<>();
    for (ProviderSettings settings :
        ProviderRegistry.from(Environment.of(environment)).providers()) {
      all.put(
          settings.id(), new Provider(settings, NOWHERE, () -> List.of(settings.defaultModel())));
    }
    return new Providers(all, new Ring(), Runnable::run);
  }

  private static void assertProblem(Problem problem, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }

  @Test
  void completesAWishWithTheDefaults() {
    assertThat(providers.choose(null, null)).isEqualTo(new Choice("openai", "gpt-4o-mini"));
    assertThat(providers.choose("openai", "  ")).isEqualTo(new Choice("openai", "gpt-4o-mini"));
    assertThat(providers.choose(null, " o1 ")).isEqualTo(new Choice("openai", "o1"));
    assertThat(providers.choose("qwen", null)).isEqualTo(new Choice("qwen", "qwen-plus"));
    assertThat(providers.choose("local", null)).isEqualTo(new Choice("local", "qwen3"));
    assertThat(providers.gateway("local")).isSameAs(NOWHERE);
  }

  @Test
  void knowsHowMuchTheModelsTakeInWhereTheOperatorSaysSo() {
    assertThat(providers.contextTokens("qwen")).isEqualTo(OptionalInt.of(32768));
    assertThat(providers.contextTokens("openai")).isEmpty();
  }

  @Test
  void offersOnlyTheModelsThatAreListed() {
    assertThat(providers.choose("qwen", "qwen-max")).isEqualTo(new Choice("qwen", "qwen-max"));
    assertProblem(Problem.INVALID_REQUEST, () -> providers.choose("qwen", "qwen-vl"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "deepseek", "anthropic"})
  void neverTakesAnotherInPlaceOfAKnownProviderThatIsNotSetUp(String name) {
    assertProblem(Problem.PROVIDER_NOT_CONFIGURED, () -> providers.choose(name, null));
    assertProblem(Problem.PROVIDER_NOT_CONFIGURED, () -> providers.gateway(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nobody", "OPENAI", "http://localhost/"})
  void refusesAProviderThatDoesNotExist(String name) {
    assertProblem(Problem.INVALID_REQUEST, () -> providers.choose(name, null));
    assertProblem(Problem.UNKNOWN_PROVIDER, () -> providers.keepKey("alice", name, "sk-12345678"));
    assertProblem(Problem.UNKNOWN_PROVIDER, () -> providers.forgetKey("alice", name));
  }

  @Test
  void refusesWhatCannotBeAModelsName() {
    assertProblem(Problem.INVALID_REQUEST, () -> providers.choose(null, "x".repeat(201)));
    assertProblem(Problem.INVALID_REQUEST, () -> providers.choose(null, "a\nb"));
  }

  @Test
  void saysWhichProvidersAUserCanUseAndWithWhoseKey() {
    assertThat(providers.list("alice"))
        .containsExactly(
            new ProviderInfo(
                "openai",
                "OpenAI",
                false,
                List.of("gpt-4o-mini"),
                "gpt-4o-mini",
                false,
                KeyOf.NONE,
                true),
            new ProviderInfo(
                "qwen",
                "Qwen",
                false,
                List.of("qwen-plus"),
                "qwen-plus",
                true,
                KeyOf.OPERATOR,
                false),
            new ProviderInfo(
                "local", "House", false, List.of("qwen3"), "qwen3", true, KeyOf.NONE, true));

    held.put("openai", true);
    held.put("qwen", true);
    held.put("local", false);

    assertThat(providers.list("alice"))
        .extracting(ProviderInfo::keyOf)
        .containsExactly(KeyOf.USER, KeyOf.OPERATOR, KeyOf.USER);
    assertThat(providers.list("alice"))
        .extracting(ProviderInfo::usable)
        .containsExactly(true, true, false);
  }

  @Test
  void takesAUsersKeyBeforeTheOperators() {
    ProviderSettings settings =
        ProviderRegistry.from(Environment.of(Map.of("OPENAI_API_KEY", "sk-operator")))
            .providers()
            .get(0);
    OwnKeys ring = new Ring();

    assertThat(Providers.key(settings, ring, "alice")).isEqualTo("sk-operator");
    kept.put("openai", "sk-of-alice");
    assertThat(Providers.key(settings, ring, "alice")).isEqualTo("sk-of-alice");
  }

  @Test
  void saysThatThereIsNoKey() {
    Map<String, String> none = Map.of("streamchat.providers", "openai");
    ProviderSettings settings = ProviderRegistry.from(Environment.of(none)).providers().get(0);

    assertProblem(
        Problem.PROVIDER_NOT_CONFIGURED, () -> Providers.key(settings, new Ring(), "alice"));
  }

  @Test
  void takesNoKeysForAProviderThatIsTheOperatorsOnly() {
    assertProblem(
        Problem.OWN_KEYS_NOT_TAKEN, () -> providers.keepKey("alice", "qwen", "sk-12345678"));
    providers.keepKey("alice", "openai", "sk-12345678");
    assertThat(kept).containsEntry("openai", "sk-12345678");
  }
}
