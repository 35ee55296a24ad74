package org.streamchat.identity.control;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Where to go after signing in: a page of this application, never another site. */
public final class LocalPath {
  private static final int MAX_LENGTH = 500;
  private static final Pattern SHAPE = Pattern.compile("/(?![/\\\\])[!-\\[\\]-~]*");
  private static final Pattern NO_PAGE = Pattern.compile("/(api|login|logout)([/?#].*)?");

  private LocalPath() {}

  /** The path as it is, or {@code /} when it is not one of this application's pages. */
  public static String of(String wanted) {
    if (wanted == null
        || wanted.length() > MAX_LENGTH
        || !SHAPE.matcher(wanted).matches()
        || NO_PAGE.matcher(wanted).matches()) {
      return "/";
    }
    try {
      URI uri = new URI(wanted);
      String path = uri.getRawPath();
      boolean local =
          uri.getScheme() == null
              && uri.getRawAuthority() == null
              && !path.contains("//")
              && uri.normalize().getRawPath().equals(path);
      return local ? wanted : "/";
    } catch (URISyntaxException malformed) {
      return "/";
    }
  }
}
