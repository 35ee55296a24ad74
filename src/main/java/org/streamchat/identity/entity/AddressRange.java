package org.streamchat.identity.entity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses that share a prefix: {@code 10.0.0.0/8}, {@code fd00::/8}, or one address. IPv4
 * addresses written as IPv6 ones are IPv4 addresses. No name is ever looked up.
 */
public record AddressRange(InetAddress network, int prefixLength) {
  private static final Pattern RANGE = Pattern.compile("([^/]{2,64})(?:/(\\d{1,3}))?");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  public AddressRange {
    int bits = network.getAddress().length * Byte.SIZE;
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException("a prefix of this address has 0 to " + bits + " bits");
    }
  }

  /** Empty when the text is neither an address nor an address with the length of a prefix. */
  public static Optional<AddressRange> parse(String text) {
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      return Optional.empty();
    }
    return address(range.group(1))
        .flatMap(
            network -> {
              int bits = network.getAddress().length * Byte.SIZE;
              int length = range.group(2) == null ? bits : Integer.parseInt(range.group(2));
              return length > bits
                  ? Optional.empty()
                  : Optional.of(new AddressRange(network, length));
            });
  }

  /** The address that a text is, with a zone or without; empty when it is none. */
  public static Optional<InetAddress> address(String text) {
    int zone = text.indexOf('%');
    String plain = zone < 0 ? text : text.substring(0, zone);
    if (!IPV4.matcher(plain).matches() && !IPV6.matcher(plain).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(plain));
    } catch (UnknownHostException malformed) {
      return Optional.empty();
    }
  }

  /** Whether one of the ranges holds the address; none holds what is no address, or null. */
  public static boolean anyHolds(List<AddressRange> ranges, String address) {
    return address != null
        && address(address)
            .filter(known -> ranges.stream().anyMatch(range -> range.contains(known)))
            .isPresent();
  }

  public boolean contains(InetAddress address) {
    byte[] mine = network.getAddress();
    byte[] theirs = address.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    int whole = prefixLength / Byte.SIZE;
    int rest = prefixLength % Byte.SIZE;
    return Arrays.equals(mine, 0, whole, theirs, 0, whole)
        && (rest == 0
            || (mine[whole] & 0xff) >> (8 - rest) == (theirs[whole] & 0xff) >> (8 - rest));
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + prefixLength;
  }
}
