package org.streamchat.identity.control;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cookies that only this application reads and that other sites' pages do not send along, but by
 * leading here. A value that one cookie cannot hold is spread over several.
 */
final class Cookies {
  static final int MOST_PIECES = 4;

  private static final int PIECE = 3_600;

  private final boolean secure;

  /**
   * @param secure whether browsers send them by TLS only
   */
  Cookies(boolean secure) {
    this.secure = secure;
  }

  /** Whether all pieces together can hold it. */
  static boolean canHold(String value) {
    return value.length() <= MOST_PIECES * PIECE;
  }

  /** Empty when it is not there. */
  Optional<String> read(HttpServletRequest request, String name) {
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < MOST_PIECES; i++) {
      Optional<String> piece = one(request, piece(name, i));
      if (piece.isEmpty()) {
        break;
      }
      value.append(piece.get());
    }
    return value.isEmpty() ? Optional.empty() : Optional.of(value.toString());
  }

  /** The names, as they were given to {@link #write}, of the cookies that begin like this. */
  List<String> names(HttpServletRequest request, String prefix) {
    return cookies(request)
        .map(Cookie::getName)
        .filter(name -> name.startsWith(real(prefix)))
        .map(name -> name.substring(real("").length()))
        .toList();
  }

  /** In place of the one before, with as many pieces as it takes. */
  void write(
      HttpServletRequest request,
      HttpServletResponse response,
      String name,
      String value,
      Duration age) {
    int pieces = (value.length() + PIECE - 1) / PIECE;
    for (int i = 0; i < MOST_PIECES; i++) {
      String piece = piece(name, i);
      if (i < pieces) {
        set(
            response,
            real(piece),
            value.substring(i * PIECE, Math.min(value.length(), (i + 1) * PIECE)),
            age,
            "; HttpOnly");
      } else if (one(request, piece).isPresent()) {
        set(response, real(piece), "", Duration.ZERO, "; HttpOnly");
      }
    }
  }

  /** One that scripts of the page can read. */
  void writeReadable(HttpServletResponse response, String name, String value, Duration age) {
    set(response, name, value, age, "");
  }

  void forget(HttpServletRequest request, HttpServletResponse response, String name) {
    write(request, response, name, "", Duration.ZERO);
  }

  void forgetReadable(HttpServletResponse response, String name) {
    writeReadable(response, name, "", Duration.ZERO);
  }

  private void set(
      HttpServletResponse response, String name, String value, Duration age, String more) {
    response.addHeader(
        "Set-Cookie",
        name
            + "="
            + value
            + "; Path=/; Max-Age="
            + age.toSeconds()
            + "; SameSite=Lax"
            + (secure ? "; Secure" : "")
            + more);
  }

  private Optional<String> one(HttpServletRequest request, String name) {
    List<String> values = new ArrayList<>();
    cookies(request)
        .filter(cookie -> cookie.getName().equals(real(name)))
        .forEach(cookie -> values.add(cookie.getValue()));
    // Another of the same name has been planted from a neighbouring host: neither is believed.
    return values.size() == 1 && !values.get(0).isEmpty()
        ? Optional.of(values.get(0))
        : Optional.empty();
  }

  private static java.util.stream.Stream<Cookie> cookies(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies == null ? java.util.stream.Stream.empty() : Arrays.stream(cookies);
  }

  private static String piece(String name, int index) {
    return index == 0 ? name : name + "." + index;
  }

  /** The prefix has browsers take it from this very host only. */
  private String real(String name) {
    return (secure ? "__Host-" : "") + name;
  }
}
