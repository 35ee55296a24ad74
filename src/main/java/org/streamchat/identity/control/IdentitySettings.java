package org.streamchat.identity.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import org.streamchat.platform.control.Environment;

/**
 * Which mode is configured: {@code streamchat.auth}, by default {@code none}. A wrong value stops
 * the start.
 */
@ApplicationScoped
public class IdentitySettings {
  private static final Logger LOG = System.getLogger(IdentitySettings.class.getName());
  private static final String SETTING = "streamchat.auth";

  private final Mode chosen;

  private enum Mode {
    NONE
  }

  protected IdentitySettings() {
    this.chosen = null;
  }

  @Inject
  public IdentitySettings(Environment environment) {
    this.chosen = environment.choice(SETTING, Mode.class, Mode.NONE);
  }

  public AuthenticationMode mode() {
    return switch (chosen) {
      case NONE -> new NoAuthentication();
    };
  }

  void announce(@Observes @Initialized(ApplicationScoped.class) Object start) {
    LOG.log(Level.INFO, () -> "authentication: " + chosen.name().toLowerCase(Locale.ROOT));
  }
}
