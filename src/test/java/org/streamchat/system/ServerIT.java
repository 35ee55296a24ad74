package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Chromium;

/** The server as it is started in production, and the browser that the other tests use. */
class ServerIT {
  private final ChatSystem chat = ChatSystem.scripted();

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
  void scriptsComePackedToWhoeverTakesThemSo() throws Exception {
    Matcher script = Pattern.compile("assets/[\\w.-]+\\.js").matcher(chat.client().get("").body());
    assertThat(script.find()).isTrue();
    HttpResponse<byte[]> plain = get(script.group(), "identity");
    HttpResponse<byte[]> packed = get(script.group(), "gzip, br");
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(packed.headers().firstValue("Vary")).contains("Accept-Encoding");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
        .isEqualTo(plain.body());
  }

  private HttpResponse<byte[]> get(String path, String encoding) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(chat.url().resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Accept-Encoding", encoding)
                .build(),
            BodyHandlers.ofByteArray());
  }

  @Test
  void comesBackAfterAKill() {
    chat.kill();
    chat.restart();
    assertThat(chat.client().get("health/ready").status()).isEqualTo(200);
  }
}
