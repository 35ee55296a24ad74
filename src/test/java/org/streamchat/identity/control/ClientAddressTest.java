package org.streamchat.identity.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streamchat.platform.control.Environment;

class ClientAddressTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          10.0.0.1,     -,                              10.0.0.1
          10.0.0.1,     203.0.113.7,                    203.0.113.7
          10.0.0.1,     '1.2.3.4, 203.0.113.7',         203.0.113.7
          10.0.0.1,     '1.2.3.4, 203.0.113.7, 10.9.9.9', 203.0.113.7
          203.0.113.7,  1.2.3.4,                        203.0.113.7
          10.0.0.1,     'evil, 10.0.0.2',               10.0.0.2
          10.0.0.1,     '',                             10.0.0.1
          """)
  void believesTrustedProxiesOnly(String peer, String forwarded, String address) {
    assertThat(
            ClientAddress.of(
                peer,
                name -> forwarded == null ? List.of() : List.of(forwarded),
                HeaderSettings.proxies(
                    Environment.of(Map.of("streamchat.auth.trusted-proxies", "10.0.0.0/8")))))
        .isEqualTo(address);
  }
}
