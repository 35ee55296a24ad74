package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Chromium;

/** The server as it is started in production, and the browser that the other tests use. */
class ServerIT {
  private final ChatSystem chat = ChatSystem.shared(Map.of());

  @Test
  void isReadyInARealBrowser() {
    try (BrowserContext context = Chromium.browser().newContext()) {
      Page page = context.newPage();
      page.navigate(chat.url().resolve("health/ready").toString());
      assertThat(page.textContent("body")).contains("\"status\":\"UP\"");
    }
  }

  @Test
  void tellsHowItIsAndWhatItDoes() {
    assertThat(chat.client().get("health/live").body()).contains("\"status\":\"UP\"");
    assertThat(chat.client().get("health/ready").body())
        .contains("\"name\":\"database\"", "\"name\":\"answers\"", "\"log\":\"available\"");
    assertThat(chat.client().with("Accept", "text/plain").get("metrics?scope=application").body())
        .contains("streamchat_running_answers", "streamchat_followers", "streamchat_log_available");
  }

  @Test
  void comesBackAfterAKill() {
    chat.kill();
    chat.restart();
    assertThat(chat.client().get("health/ready").status()).isEqualTo(200);
  }
}
