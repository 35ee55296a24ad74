package org.streamchat.identity.control;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.streamchat.identity.entity.User;
import org.streamchat.platform.control.Environment;

/**
 * Which claims of the identity provider's say what of a user. A claim is named as a whole or by the
 * way to it, {@code realm_access.roles}; of several names the first counts that is there.
 *
 * @param groups all of them count
 * @param adminGroup whose members have the role admin; null when nobody has
 */
record ClaimSettings(
    List<String> id,
    List<String> name,
    List<String> email,
    List<String> groups,
    String adminGroup) {
  private static final int MAX_DEPTH = 5;

  static ClaimSettings of(Environment environment) {
    return new ClaimSettings(
        names(environment, "id", "sub"),
        names(environment, "name", "name,preferred_username"),
        names(environment, "email", "email"),
        names(environment, "groups", "groups,roles,realm_access.roles"),
        environment.text("streamchat.auth.admin-group").orElse(null));
  }

  private static List<String> names(Environment environment, String what, String fallback) {
    String names = environment.text("streamchat.auth.claim." + what, fallback);
    return Arrays.stream(names.split(",", -1)).map(String::strip).toList();
  }

  /**
   * @throws IllegalArgumentException when the claims do not say who it is, or what they say cannot
   *     be used
   */
  User user(Map<String, Object> claims) {
    String user =
        first(claims, id)
            .flatMap(value -> PlainText.id("user's id", value, User.MAX_ID))
            .orElseThrow(() -> new IllegalArgumentException("has no " + String.join(", ", id)));
    Set<String> member = new LinkedHashSet<>();
    for (String claim : groups) {
      find(claims, claim).ifPresent(value -> add(member, value));
    }
    boolean admin = adminGroup != null && member.contains(adminGroup);
    return new User(
        user,
        first(claims, name)
            .flatMap(value -> PlainText.of("name", value, PlainText.MAX_NAME))
            .orElse(user),
        first(claims, email)
            .flatMap(value -> PlainText.of("e-mail address", value, PlainText.MAX_EMAIL))
            .orElse(null),
        member,
        admin ? Set.of(User.USER, User.ADMIN) : Set.of(User.USER));
  }

  private static Optional<String> first(Map<String, Object> claims, List<String> names) {
    return names.stream()
        .map(claim -> find(claims, claim))
        .flatMap(Optional::stream)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  private static Optional<Object> find(Map<String, Object> claims, String claim) {
    if (claims.get(claim) != null) {
      return Optional.of(claims.get(claim));
    }
    Object at = claims;
    for (String step : claim.split("\\.", MAX_DEPTH)) {
      if (!(at instanceof Map<?, ?> map)) {
        return Optional.empty();
      }
      at = map.get(step);
    }
    return Optional.ofNullable(at);
  }

  private static void add(Set<String> member, Object value) {
    if (value instanceof Collection<?> several) {
      several.stream().filter(String.class::isInstance).forEach(group -> addOne(member, group));
    } else if (value instanceof String text) {
      Arrays.stream(text.split(",", -1)).forEach(group -> addOne(member, group));
    }
  }

  private static void addOne(Set<String> member, Object group) {
    if (member.size() < PlainText.MAX_GROUPS) {
      PlainText.of("group", (String) group, PlainText.MAX_GROUP).ifPresent(member::add);
    }
  }
}
