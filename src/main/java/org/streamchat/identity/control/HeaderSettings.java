package org.streamchat.identity.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.streamchat.identity.entity.AddressRange;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.SettingException;

/**
 * What a proxy in front tells of the caller, and which proxies are believed.
 *
 * @param user name of the header with the user's id
 * @param name of the one with what to call them
 * @param email of the one with their address
 * @param groups of the one with their groups, separated by commas
 * @param adminGroup whose members have the role admin; null when nobody has
 * @param proxies where connections with these headers may come from
 */
public record HeaderSettings(
    String user,
    String name,
    String email,
    String groups,
    String adminGroup,
    List<AddressRange> proxies) {
  private static final String PROXIES = "streamchat.auth.trusted-proxies";
  private static final String LOOPBACK = "127.0.0.0/8,::1";
  private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

  public HeaderSettings {
    proxies = List.copyOf(proxies);
  }

  static HeaderSettings of(Environment environment) {
    return new HeaderSettings(
        header(environment, "user", "X-Forwarded-User"),
        header(environment, "name", "X-Forwarded-Preferred-Username"),
        header(environment, "email", "X-Forwarded-Email"),
        header(environment, "groups", "X-Forwarded-Groups"),
        environment.text("streamchat.auth.admin-group").orElse(null),
        proxies(environment));
  }

  private static String header(Environment environment, String what, String fallback) {
    return fieldName(environment, "streamchat.auth.header." + what, fallback);
  }

  static String fieldName(Environment environment, String setting, String fallback) {
    String name = environment.text(setting, fallback);
    if (!FIELD_NAME.matcher(name).matches()) {
      throw new SettingException(setting, "the name of a header", name);
    }
    return name;
  }

  /** The configured proxies, by default this machine. */
  static List<AddressRange> proxies(Environment environment) {
    String text = environment.text(PROXIES, LOOPBACK);
    List<AddressRange> proxies = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Optional<AddressRange> range = AddressRange.parse(part.strip());
      proxies.add(
          range.orElseThrow(
              () ->
                  new SettingException(
                      PROXIES,
                      "addresses and ranges such as 10.1.2.3, 10.0.0.0/8, fd00::/8, separated by"
                          + " commas",
                      text)));
    }
    return proxies;
  }
}
