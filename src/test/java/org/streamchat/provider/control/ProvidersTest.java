package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streamchat.problem.Problem;
import org.streamchat.problem.ProblemException;
import org.streamchat.provider.boundary.ProvidersResource;
import org.streamchat.provider.control.Providers.Choice;

class ProvidersTest {
  private final ModelGateway gateway = (request, listener) -> () -> {};
  private final Providers providers =
      new Providers("openai", "gpt-4o-mini", gateway, () -> List.of("gpt-4o-mini", "o"));

  @Test
  void completesAWishWithTheDefaults() {
    assertThat(providers.choose(null, null)).isEqualTo(new Choice("openai", "gpt-4o-mini"));
    assertThat(providers.choose("openai", "  ")).isEqualTo(new Choice("openai", "gpt-4o-mini"));
    assertThat(providers.choose(null, " o1 ")).isEqualTo(new Choice("openai", "o1"));
    assertThat(providers.gateway("openai")).isSameAs(gateway);
  }

  @Test
  void neverTakesTheDemoInPlaceOfAConfiguredProvider() {
    assertThatThrownBy(() -> providers.choose("demo", null))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(Problem.PROVIDER_NOT_CONFIGURED);
            });
    assertThatThrownBy(() -> providers.gateway("demo")).isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nobody", "OPENAI"})
  void refusesAProviderThatDoesNotExist(String name) {
    assertThatThrownBy(() -> providers.choose(name, null))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(Problem.INVALID_REQUEST);
            });
  }

  @Test
  void refusesWhatCannotBeAModelsName() {
    assertThatThrownBy(() -> providers.choose(null, "x".repeat(201)))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> providers.choose(null, "a\nb")).isInstanceOf(ProblemException.class);
  }

  @Test
  void isShownAsTheContractSays() {
    assertThat(new ProvidersResource(providers).list())
        .hasToString(
            "{\"providers\":[{\"id\":\"openai\",\"name\":\"openai\",\"demo\":false,"
                + "\"models\":[\"gpt-4o-mini\",\"o\"],\"defaultModel\":\"gpt-4o-mini\"}]}");
  }
}
