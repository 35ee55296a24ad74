package org.streamchat.platform.control;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.HostAndPort;

/**
 * What an address of Redis says: {@code redis://[user:password@]host[:port][/db]}, {@code
 * redis+sentinel://[user:password@]host[:port],…/master[/db][?sentinel-user=…&sentinel-password=…]}
 * or {@code redis+cluster://[user:password@]host[:port],…}; with {@code rediss} everything goes
 * over TLS.
 *
 * @param hosts the server; the sentinels; some nodes of the cluster, which tell of the others
 * @param user null for the default user
 * @param password null when none is needed
 * @param master the name that the sentinels know the server by; null without sentinels
 */
record RedisAddress(
    Kind kind,
    boolean tls,
    Set<HostAndPort> hosts,
    String user,
    String password,
    int database,
    String master,
    String sentinelUser,
    String sentinelPassword) {
  /** How the servers at an address are organised. */
  enum Kind {
    SINGLE(6379),
    SENTINEL(26379),
    CLUSTER(6379);

    private final int port;

    Kind(int port) {
      this.port = port;
    }
  }

  /** What can be written, for those who wrote something else. */
  static final String TAKES =
      "an address such as redis://host:port/db, redis+sentinel://host:port,host:port/master or"
          + " redis+cluster://host:port,host:port (rediss… for TLS)";

  private static final Pattern SCHEME = Pattern.compile("redis(s?)(?:\\+(sentinel|cluster))?");
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");
  private static final int MOST_PORTS = 65_535;

  /**
   * @throws IllegalArgumentException when it is no such address; what it is instead is not told,
   *     for it may hold a password
   */
  static RedisAddress of(URI uri) {
    Matcher scheme = SCHEME.matcher(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT));
    if (!scheme.matches() || uri.getRawAuthority() == null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(TAKES);
    }
    Kind kind =
        scheme.group(2) == null
            ? Kind.SINGLE
            : Kind.valueOf(scheme.group(2).toUpperCase(Locale.ROOT));
    String authority = uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    String[] credentials = at < 0 ? new String[0] : authority.substring(0, at).split(":", 2);
    Set<HostAndPort> hosts = hosts(authority.substring(at + 1), kind.port);
    String[] path = uri.getRawPath().replaceFirst("^/", "").split("/", -1);
    Map<String, String> query = query(uri.getRawQuery());
    boolean sentinel = kind == Kind.SENTINEL;
    String database = path.length > (sentinel ? 1 : 0) ? path[sentinel ? 1 : 0] : "";
    if ((kind == Kind.SINGLE && hosts.size() > 1)
        || (kind == Kind.CLUSTER && !database.isEmpty())
        || (sentinel && path[0].isEmpty())
        || path.length > (sentinel ? 2 : 1)
        || !database.matches("\\d{0,4}")
        || (!sentinel && !query.isEmpty())
        || !Set.of("sentinel-user", "sentinel-password").containsAll(query.keySet())) {
      throw new IllegalArgumentException(TAKES);
    }
    return new RedisAddress(
        kind,
        !scheme.group(1).isEmpty(),
        hosts,
        credentials.length < 2 || credentials[0].isEmpty() ? null : decoded(credentials[0]),
        credentials.length < 2 ? null : decoded(credentials[1]),
        database.isEmpty() ? 0 : Integer.parseInt(database),
        sentinel ? decoded(path[0]) : null,
        query.get("sentinel-user"),
        query.get("sentinel-password"));
  }

  private static Set<HostAndPort> hosts(String list, int usualPort) {
    Set<HostAndPort> hosts = new LinkedHashSet<>();
    for (String one : list.split(",", -1)) {
      Matcher host = HOST.matcher(one);
      if (!host.matches()) {
        throw new IllegalArgumentException(TAKES);
      }
      int port = host.group(2) == null ? usualPort : Integer.parseInt(host.group(2));
      if (port < 1 || port > MOST_PORTS) {
        throw new IllegalArgumentException(TAKES);
      }
      hosts.add(new HostAndPort(host.group(1), port));
    }
    return hosts;
  }

  private static Map<String, String> query(String query) {
    Map<String, String> values = new LinkedHashMap<>();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        values.put(parts[0], parts.length < 2 ? "" : decoded(parts[1]));
      }
    }
    return values;
  }

  private static String decoded(String written) {
    return URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Never shows a password. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " at " + hosts;
  }
}
