package org.streamchat.identity.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.168.4.0/23, 192.168.5.255, true",
    "192.168.4.0/23, 192.168.6.0, false",
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "127.0.0.0/8, ::ffff:127.0.0.1, true",
    "0.0.0.0/0, 203.0.113.7, true",
    "0.0.0.0/0, ::1, false",
    "::1, 0:0:0:0:0:0:0:1, true",
    "::1, ::1%lo, true",
    "fd00::/8, fdab::7, true",
    "fd00::/8, fe80::7, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false"
  })
  void holdsTheAddressesWithItsPrefix(String range, String address, boolean within) {
    assertThat(
            AddressRange.parse(range)
                .orElseThrow()
                .contains(AddressRange.address(address).orElseThrow()))
        .isEqualTo(within);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "10.0.0.0/33",
        "::1/129",
        "10.0.0",
        "10.0.0.256",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "1.2.3.4.",
        "010.0.0.1",
        "example.org/8",
        ":::",
        "dead.beef",
        "10.0.0.0/8/8",
        "3232235777"
      })
  void takesNothingElse(String text) {
    assertThat(AddressRange.parse(text)).isEmpty();
  }

  @Test
  void looksUpNoName() {
    assertThat(AddressRange.address("localhost")).isEmpty();
    assertThat(AddressRange.address("a.b.c.d")).isEmpty();
  }
}
