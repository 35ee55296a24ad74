package org.streamchat.platform.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;

/** Where browsers find the application: {@code streamchat.public-url}. */
@ApplicationScoped
public class PublicAddress {
  public static final String SETTING = "streamchat.public-url";

  private final URI uri;

  protected PublicAddress() {
    this.uri = null;
  }

  @Inject
  public PublicAddress(Environment environment) {
    this.uri = environment.uri(SETTING, "https", "http").orElse(null);
    if (uri != null
        && (uri.getRawQuery() != null
            || uri.getRawFragment() != null
            || uri.getUserInfo() != null)) {
      throw new SettingException(SETTING, "an address such as https://chat.example.org");
    }
  }

  /** Without a slash at its end; empty when it is not configured. */
  public Optional<URI> uri() {
    return Optional.ofNullable(uri).map(u -> URI.create(u.toString().replaceFirst("/+$", "")));
  }

  /** Whether browsers come by TLS. */
  public boolean isSecure() {
    return uri != null && "https".equalsIgnoreCase(uri.getScheme());
  }
}
