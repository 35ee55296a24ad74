package org.streamchat.limits.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streamchat.limits.control.LimitSettings.Unavailable;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.SettingException;

class LimitSettingsTest {
  @Test
  void theDefaults() {
    LimitSettings settings = LimitSettings.of(Environment.of(Map.of("streamchat.auth", "header")));
    assertThat(settings.sendsPerMinute()).isEqualTo(20);
    assertThat(settings.concurrent()).isEqualTo(10);
    assertThat(settings.tokensPerDay()).isEmpty();
    assertThat(settings.groupTokensPerDay()).isEmpty();
    assertThat(settings.whenUnavailable()).isEqualTo(Unavailable.OPEN);
    assertThat(settings.auditRetention()).hasDays(180);
  }

  @Test
  void theOneUserOfAnInstallationWithoutSignInIsNotCounted() {
    LimitSettings settings = LimitSettings.of(Environment.of(Map.of()));
    assertThat(settings.sendsPerMinute()).isZero();
    assertThat(settings.concurrent()).isZero();
  }

  @Test
  void groupsHaveQuotasOfTheirOwn() {
    assertThat(
            LimitSettings.of(
                    Environment.of(
                        Map.of("streamchat.limits.group-tokens-per-day", "staff=1000, a=b=5")))
                .groupTokensPerDay())
        .isEqualTo(Map.of("staff", 1000L, "a=b", 5L));
  }

  @ParameterizedTest
  @CsvSource({
    "streamchat.limits.sends-per-minute, -1",
    "streamchat.limits.concurrent, many",
    "streamchat.limits.tokens-per-day, 0",
    "streamchat.limits.group-tokens-per-day, staff",
    "streamchat.limits.group-tokens-per-day, staff=0",
    "streamchat.limits.group-tokens-per-day, =5",
    "streamchat.limits.when-unavailable, maybe",
    "streamchat.audit.retention, 1h"
  })
  void aWrongValueNamesItsSetting(String setting, String value) {
    assertThatThrownBy(() -> LimitSettings.of(Environment.of(Map.of(setting, value))))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(setting);
  }
}
