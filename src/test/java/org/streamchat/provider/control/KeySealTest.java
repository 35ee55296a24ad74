package org.streamchat.provider.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.SettingException;

class KeySealTest {
  private static final String RANDOM =
      Base64.getEncoder()
          .encodeToString("0123456789abcdef0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII));
  private static final String PHRASE = "correct horse battery staple";

  private static KeySeal seal(String secrets) {
    return KeySeal.from(Environment.of(Map.of(KeySeal.SETTING, secrets))).orElseThrow();
  }

  @Test
  void isNotThereWithoutASecret() {
    assertThat(KeySeal.from(Environment.of(Map.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {PHRASE, "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERUY="})
  void opensWhatItSealed(String secret) {
    byte[] sealed = seal(secret).seal("alice", "openai", "sk-of-alice");

    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("sk-of-alice");
    assertThat(seal(secret).open("alice", "openai", sealed)).contains("sk-of-alice");
    assertThat(seal(secret).seal("alice", "openai", "sk-of-alice")).isNotEqualTo(sealed);
  }

  @Test
  void opensForNobodyElseAndNoOtherProvider() {
    KeySeal seal = seal(RANDOM);
    byte[] sealed = seal.seal("alice", "openai", "sk-of-alice");

    assertThat(seal.open("bob", "openai", sealed)).isEmpty();
    assertThat(seal.open("alice", "qwen", sealed)).isEmpty();
    assertThat(seal.open("aliceopenai", "", sealed)).isEmpty();
    assertThat(seal.open("alice", "openai", new byte[0])).isEmpty();
    sealed[sealed.length - 1] ^= 1;
    assertThat(seal.open("alice", "openai", sealed)).isEmpty();
  }

  @Test
  void rotates() {
    byte[] old = seal(PHRASE).seal("alice", "openai", "sk-of-alice");
    KeySeal both = seal(RANDOM + ", " + PHRASE);

    assertThat(both.open("alice", "openai", old)).contains("sk-of-alice");
    assertThat(both.isOld(old)).isTrue();
    byte[] renewed = both.seal("alice", "openai", "sk-of-alice");
    assertThat(both.isOld(renewed)).isFalse();
    assertThat(seal(RANDOM).open("alice", "openai", renewed)).contains("sk-of-alice");
    assertThat(seal(RANDOM).open("alice", "openai", old)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "c2hvcnQ=",
        "," + PHRASE,
        PHRASE + "," + PHRASE
      })
  void refusesAWeakSecretWithoutShowingIt(String secret) {
    assertThatThrownBy(() -> seal(secret))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("streamchat.keys.secret takes ")
        .hasMessageNotContaining("aaaa")
        .hasMessageNotContaining("horse");
  }
}
