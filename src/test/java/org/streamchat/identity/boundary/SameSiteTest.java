package org.streamchat.identity.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameSiteTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          # Sec-Fetch-Site, Origin, Host, X-Forwarded-Host, allowed
          -, -, chat.example, -, true
          none, -, chat.example, -, true
          same-origin, https://chat.example, inner:9080, -, true
          cross-site, -, chat.example, -, false
          cross-site, https://chat.example, chat.example, -, false
          same-site, https://other.example, chat.example, -, false
          same-site, -, chat.example, -, false
          -, https://chat.example, chat.example, -, true
          -, https://CHAT.example, chat.example:443, -, true
          -, http://localhost:9080, localhost:9080, -, true
          -, http://localhost:9081, localhost:9080, -, false
          -, https://chat.example, inner:9080, 'chat.example, proxy', true
          -, https://evil.example, inner:9080, chat.example, false
          -, https://chat.example.evil, chat.example, -, false
          -, null, chat.example, -, false
          -, 'http://[', chat.example, -, false
          """)
  void takesChangesFromItsOwnPagesOnly(
      String relation, String origin, String host, String forwarded, boolean allowed) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Sec-Fetch-Site", relation);
    headers.put("Origin", origin);
    headers.put("Host", host);
    headers.put("X-Forwarded-Host", forwarded);

    assertThat(SameSite.allowed(headers::get)).isEqualTo(allowed);
  }
}
