package org.streamchat.identity.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.streamchat.identity.entity.AddressRange;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.SettingException;

/**
 * Which modes are configured: {@code streamchat.auth}, by default {@code none}; several are
 * separated by commas and asked in this order. A wrong value stops the start.
 */
@ApplicationScoped
public class IdentitySettings {
  private static final Logger LOG = System.getLogger(IdentitySettings.class.getName());

  private final Set<Mode> chosen;
  private final List<AddressRange> proxies;
  private final List<AuthenticationMode> modes = new ArrayList<>();

  protected IdentitySettings() {
    this.chosen = null;
    this.proxies = null;
  }

  @Inject
  public IdentitySettings(Environment environment, AccessTokens tokens, Sessions sessions) {
    this.chosen = Mode.chosen(environment);
    this.proxies = HeaderSettings.proxies(environment);
    if (chosen.contains(Mode.NONE) && chosen.size() > 1) {
      throw new SettingException(Mode.SETTING, "none alone, or other modes separated by commas");
    }
    if (!chosen.contains(Mode.NONE)) {
      modes.add(new TokenAuthentication(tokens));
    }
    for (Mode mode : chosen) {
      modes.add(
          switch (mode) {
            case NONE -> new NoAuthentication();
            case HEADER -> new HeaderAuthentication(HeaderSettings.of(environment));
            case BEARER ->
                new BearerAuthentication(
                    BearerSettings.of(environment),
                    ClaimSettings.of(environment),
                    new IdentityProvider(IssuerSettings.of(environment)));
            case OIDC -> new SessionAuthentication(sessions);
          });
    }
    if (chosen.contains(Mode.OIDC) != sessions.areOn()) {
      throw new IllegalStateException("sessions are not what is configured");
    }
  }

  /** In the order in which they are asked; the first that knows the caller decides. */
  public List<AuthenticationMode> modes() {
    return List.copyOf(modes);
  }

  /** Whether users can make tokens for their programs. */
  public boolean takesTokens() {
    return !chosen.contains(Mode.NONE);
  }

  /** Those in front whose word counts. */
  public List<AddressRange> proxies() {
    return proxies;
  }

  void announce(@Observes @Initialized(ApplicationScoped.class) Object start) {
    LOG.log(Level.INFO, () -> "authentication: " + chosen.toString().toLowerCase(Locale.ROOT));
  }
}
