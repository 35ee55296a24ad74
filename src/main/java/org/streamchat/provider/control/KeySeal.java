package org.streamchat.provider.control;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.Seal;
import org.streamchat.platform.control.SettingException;

/**
 * Seals users' keys for the database, bound to their user and provider, so that a row moved to
 * another user cannot be opened.
 */
final class KeySeal {
  static final String SETTING = "streamchat.keys.secret";

  private static final String WHAT = "provider-key";

  private final Seal seal;

  private KeySeal(Seal seal) {
    this.seal = seal;
  }

  /**
   * Empty when no secret is configured.
   *
   * @throws SettingException when a secret is too weak
   */
  static Optional<KeySeal> from(Environment environment) {
    return Seal.from(environment, SETTING).map(KeySeal::new);
  }

  /** The sealed form of a user's key. */
  byte[] seal(String owner, String provider, String key) {
    return seal.seal(key.getBytes(StandardCharsets.UTF_8), WHAT, owner, provider);
  }

  /** Empty when it was sealed with a secret that is not configured, or for someone else. */
  Optional<String> open(String owner, String provider, byte[] stored) {
    return seal.open(stored, WHAT, owner, provider)
        .map(key -> new String(key, StandardCharsets.UTF_8));
  }

  /** Whether it was not sealed with the first secret. */
  boolean isOld(byte[] stored) {
    return seal.isOld(stored);
  }
}
