package org.streamchat.identity.control;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.streamchat.identity.entity.AddressRange;

/**
 * Where a request comes from: the connection's other end, or what trusted proxies say they have it
 * from. For counting, never for believing.
 */
final class ClientAddress {
  private static final int MOST_HOPS = 50;

  private ClientAddress() {}

  static String of(HttpServletRequest request, List<AddressRange> proxies) {
    return of(request.getRemoteAddr(), name -> Collections.list(request.getHeaders(name)), proxies);
  }

  /** The last address on the way here that is not a trusted proxy's. */
  static String of(
      String peer, Function<String, List<String>> headers, List<AddressRange> proxies) {
    List<String> hops = new ArrayList<>();
    for (String header : headers.apply("X-Forwarded-For")) {
      Collections.addAll(hops, header.split(",", MOST_HOPS));
    }
    String known = peer;
    for (int i = hops.size() - 1; i >= 0 && AddressRange.anyHolds(proxies, known); i--) {
      String hop = hops.get(i).strip();
      if (AddressRange.address(hop).isEmpty()) {
        break;
      }
      known = hop;
    }
    return known;
  }
}
