package org.streamchat.identity.control;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.streamchat.identity.entity.AddressRange;
import org.streamchat.identity.entity.User;

/**
 * Mode {@code header}: a single sign-on proxy in front tells who is calling. It is believed only
 * when the connection itself comes from a configured address; what a request says about its way
 * here is not looked at. A header that is there twice, or holds what it should not, is not
 * believed.
 */
public final class HeaderAuthentication implements AuthenticationMode {
  private static final Logger LOG = System.getLogger(HeaderAuthentication.class.getName());
  private static final int MAX_NAME = 200;
  private static final int MAX_EMAIL = 320;
  private static final int MAX_GROUPS_TEXT = 16_000;
  private static final int MAX_GROUPS = 500;
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  private final HeaderSettings settings;
  private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

  public HeaderAuthentication(HeaderSettings settings) {
    this.settings = settings;
  }

  @Override
  public Optional<User> authenticate(HttpServletRequest request) {
    return authenticate(
        request.getRemoteAddr(), name -> Collections.list(request.getHeaders(name)));
  }

  /**
   * @param peer the connection's other end
   * @param headers all values of a header
   */
  Optional<User> authenticate(String peer, Function<String, List<String>> headers) {
    if (headers.apply(settings.user()).isEmpty()) {
      return Optional.empty();
    }
    if (!isTrusted(peer)) {
      ignored("comes from an address that is not one of streamchat.auth.trusted-proxies");
      return Optional.empty();
    }
    try {
      return Optional.of(user(headers));
    } catch (IllegalArgumentException unusable) {
      ignored(unusable.getMessage());
      return Optional.empty();
    }
  }

  private boolean isTrusted(String peer) {
    return peer != null
        && AddressRange.address(peer)
            .filter(address -> settings.proxies().stream().anyMatch(r -> r.contains(address)))
            .isPresent();
  }

  private User user(Function<String, List<String>> headers) {
    String id =
        value(headers, settings.user(), User.MAX_ID)
            .orElseThrow(() -> new IllegalArgumentException("has an empty " + settings.user()));
    if (id.codePoints().anyMatch(c -> Character.getType(c) == Character.FORMAT)) {
      throw new IllegalArgumentException("has invisible characters in " + settings.user());
    }
    Set<String> groups = new LinkedHashSet<>();
    for (String group :
        value(headers, settings.groups(), MAX_GROUPS_TEXT).orElse("").split(",", -1)) {
      if (!group.isBlank() && groups.size() < MAX_GROUPS) {
        groups.add(group.strip());
      }
    }
    boolean admin = settings.adminGroup() != null && groups.contains(settings.adminGroup());
    return new User(
        id,
        value(headers, settings.name(), MAX_NAME).orElse(id),
        value(headers, settings.email(), MAX_EMAIL).orElse(null),
        groups,
        admin ? Set.of(User.USER, User.ADMIN) : Set.of(User.USER));
  }

  private static Optional<String> value(
      Function<String, List<String>> headers, String name, int most) {
    List<String> values = headers.apply(name);
    if (values.size() > 1) {
      throw new IllegalArgumentException("has more than one " + name);
    }
    if (values.isEmpty()) {
      return Optional.empty();
    }
    String value = decoded(values.get(0)).strip();
    if (value.length() > most) {
      throw new IllegalArgumentException("has too long a " + name);
    }
    if (!value.codePoints().allMatch(HeaderAuthentication::isPlain)) {
      throw new IllegalArgumentException("has control characters in " + name);
    }
    return Optional.of(value).filter(v -> !v.isEmpty());
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** Servers read headers as ISO 8859-1, proxies write them as UTF-8. */
  private static String decoded(String value) {
    if (value.chars().allMatch(c -> c < 0x80) || value.chars().anyMatch(c -> c > 0xff)) {
      return value;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException latin) {
      return value;
    }
  }

  /** Tells the operator, now and then. Names no value: they come from anyone. */
  private void ignored(String why) {
    long now = System.nanoTime();
    long quiet = quietUntil.get();
    if (now - quiet >= 0 && quietUntil.compareAndSet(quiet, now + QUIET_NANOS)) {
      LOG.log(Level.WARNING, "A request that says who is calling is not believed: it {0}", why);
    }
  }
}
