package org.streamchat.identity.control;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** As much of a browser as cookies need. */
final class FakeBrowser {
  /** What it holds, by name. */
  final Map<String, String> jar = new TreeMap<>();

  /** All Set-Cookie headers so far, the newest last. */
  final List<String> set = Collections.synchronizedList(new ArrayList<>());

  /** A request for the address, with the cookies held now. */
  HttpServletRequest get(String address) {
    URI uri = URI.create(address);
    Map<String, String[]> parameters = parameters(uri.getRawQuery());
    Cookie[] cookies =
        jar.entrySet().stream()
            .map(cookie -> new Cookie(cookie.getKey(), cookie.getValue()))
            .toArray(Cookie[]::new);
    return proxy(
        HttpServletRequest.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getCookies" -> cookies.length == 0 ? null : cookies;
              case "getRequestURI" -> uri.getRawPath();
              case "getContextPath" -> "";
              case "getRemoteAddr" -> "203.0.113.1";
              case "getParameterMap" -> parameters;
              case "getParameterValues" -> parameters.get(arguments[0]);
              case "setAttribute" -> null;
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  /** Takes the cookies that it is given. */
  HttpServletResponse response() {
    return proxy(
        HttpServletResponse.class,
        (proxy, method, arguments) -> {
          if (!method.getName().equals("addHeader") || !arguments[0].equals("Set-Cookie")) {
            throw new UnsupportedOperationException(method.getName());
          }
          take((String) arguments[1]);
          return null;
        });
  }

  private synchronized void take(String cookie) {
    set.add(cookie);
    String[] pair = cookie.split(";", 2)[0].split("=", 2);
    if (cookie.contains("Max-Age=0;")) {
      jar.remove(pair[0]);
    } else {
      jar.put(pair[0], pair[1]);
    }
  }

  static Map<String, String[]> parameters(String query) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      values
          .computeIfAbsent(parts[0], name -> new ArrayList<>())
          .add(URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    Map<String, String[]> parameters = new HashMap<>();
    values.forEach((name, all) -> parameters.put(name, all.toArray(String[]::new)));
    return parameters;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(FakeBrowser.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
