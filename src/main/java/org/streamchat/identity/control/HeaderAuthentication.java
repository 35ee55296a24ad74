package org.streamchat.identity.control;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.streamchat.identity.entity.AddressRange;
import org.streamchat.identity.entity.Login;
import org.streamchat.identity.entity.User;

/**
 * Mode {@code header}: a single sign-on proxy in front tells who is calling. It is believed only
 * when the connection itself comes from a configured address; what a request says about its way
 * here is not looked at. A header that is there twice, or holds what it should not, is not
 * believed.
 */
public final class HeaderAuthentication implements AuthenticationMode {
  private static final int MAX_GROUPS_TEXT = 16_000;

  private final HeaderSettings settings;
  private final Complaint complaint =
      new Complaint(
          System.getLogger(HeaderAuthentication.class.getName()),
          "A request that says who is calling is not believed: it");

  public HeaderAuthentication(HeaderSettings settings) {
    this.settings = settings;
  }

  @Override
  public Optional<Login> authenticate(HttpServletRequest request, HttpServletResponse response) {
    return authenticate(request.getRemoteAddr(), name -> Collections.list(request.getHeaders(name)))
        .map(user -> Login.full(user, Login.Means.PROXY));
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
      complaint.tell("comes from an address that is not one of streamchat.auth.trusted-proxies");
      return Optional.empty();
    }
    try {
      return Optional.of(user(headers));
    } catch (IllegalArgumentException unusable) {
      complaint.tell(unusable.getMessage());
      return Optional.empty();
    }
  }

  private boolean isTrusted(String peer) {
    return AddressRange.anyHolds(settings.proxies(), peer);
  }

  private User user(Function<String, List<String>> headers) {
    String id =
        value(headers, settings.user(), User.MAX_ID)
            .flatMap(value -> PlainText.id(settings.user(), value, User.MAX_ID))
            .orElseThrow(() -> new IllegalArgumentException("has an empty " + settings.user()));
    Set<String> groups = new LinkedHashSet<>();
    for (String group :
        value(headers, settings.groups(), MAX_GROUPS_TEXT).orElse("").split(",", -1)) {
      if (!group.isBlank() && groups.size() < PlainText.MAX_GROUPS) {
        groups.add(group.strip());
      }
    }
    boolean admin = settings.adminGroup() != null && groups.contains(settings.adminGroup());
    return new User(
        id,
        value(headers, settings.name(), PlainText.MAX_NAME).orElse(id),
        value(headers, settings.email(), PlainText.MAX_EMAIL).orElse(null),
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
    return PlainText.of(name, decoded(values.get(0)), most);
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
}
