package org.streamchat.provider.control;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.SettingException;

/**
 * Seals users' keys for the database: AES-256-GCM, bound to their user and provider, so that a row
 * moved to another user cannot be opened. The first secret of {@code streamchat.keys.secret} seals,
 * all of them open.
 */
final class KeySeal {
  static final String SETTING = "streamchat.keys.secret";

  private static final String TAKES =
      "32 random bytes in Base64 (openssl rand -base64 32), or a passphrase of at least 20"
          + " characters, 10 of them different; several separated by commas, the first one seals";
  private static final int KEY_BYTES = 32;
  private static final int LEAST_LENGTH = 20;
  private static final int LEAST_DIFFERENT = 10;
  private static final int ROUNDS = 210_000;
  private static final byte[] SALT = "streamchat.keys.secret".getBytes(StandardCharsets.US_ASCII);
  private static final int PREFIX = 5;

  private final Aead aead;
  private final int primary;

  private KeySeal(Aead aead, int primary) {
    this.aead = aead;
    this.primary = primary;
  }

  /**
   * Empty when no secret is configured.
   *
   * @throws SettingException when a secret is too weak
   */
  static Optional<KeySeal> from(Environment environment) {
    return environment.text(SETTING).map(KeySeal::of);
  }

  private static KeySeal of(String secrets) {
    List<byte[]> keys = new ArrayList<>();
    for (String secret : secrets.split(",", -1)) {
      keys.add(key(secret.strip()));
    }
    try {
      AeadConfig.register();
      KeysetHandle.Builder keyset = KeysetHandle.newBuilder();
      for (int i = 0; i < keys.size(); i++) {
        KeysetHandle.Builder.Entry entry = KeysetHandle.importKey(tink(keys.get(i)));
        entry.withFixedId(id(keys.get(i)));
        keyset.addEntry(i == 0 ? entry.makePrimary() : entry);
      }
      Aead aead = keyset.build().getPrimitive(RegistryConfiguration.get(), Aead.class);
      return new KeySeal(aead, id(keys.get(0)));
    } catch (GeneralSecurityException sameTwice) {
      throw new SettingException(SETTING, TAKES + ", all different");
    }
  }

  /** The sealed form of a user's key. */
  byte[] seal(String owner, String provider, String key) {
    try {
      return aead.encrypt(key.getBytes(StandardCharsets.UTF_8), binding(owner, provider));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a key cannot be sealed", impossible);
    }
  }

  /** Empty when it was sealed with a secret that is not configured, or for someone else. */
  Optional<String> open(String owner, String provider, byte[] stored) {
    try {
      byte[] key = aead.decrypt(stored, binding(owner, provider));
      return Optional.of(new String(key, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException foreign) {
      return Optional.empty();
    }
  }

  /** Whether it was not sealed with the first secret. */
  boolean isOld(byte[] stored) {
    return stored.length < PREFIX || ByteBuffer.wrap(stored).getInt(1) != primary;
  }

  private static byte[] binding(String owner, String provider) {
    ByteArrayOutputStream binding = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(binding)) {
      out.writeUTF("provider-key");
      out.writeUTF(owner);
      out.writeUTF(provider);
    } catch (IOException tooLong) {
      throw new UncheckedIOException(tooLong);
    }
    return binding.toByteArray();
  }

  @AccessesPartialKey
  private static AesGcmKey tink(byte[] key) throws GeneralSecurityException {
    AesGcmParameters parameters =
        AesGcmParameters.builder()
            .setKeySizeBytes(KEY_BYTES)
            .setIvSizeBytes(12)
            .setTagSizeBytes(16)
            .setVariant(AesGcmParameters.Variant.TINK)
            .build();
    return AesGcmKey.builder()
        .setParameters(parameters)
        .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
        .setIdRequirement(id(key))
        .build();
  }

  private static byte[] key(String secret) {
    try {
      byte[] random = Base64.getDecoder().decode(secret);
      if (random.length == KEY_BYTES) {
        return random;
      }
    } catch (IllegalArgumentException aPassphrase) {
      // As below.
    }
    if (secret.length() < LEAST_LENGTH || secret.chars().distinct().count() < LEAST_DIFFERENT) {
      throw new SettingException(SETTING, TAKES);
    }
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
          .generateSecret(new PBEKeySpec(secret.toCharArray(), SALT, ROUNDS, KEY_BYTES * 8))
          .getEncoded();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The same for the same key in every place of the list; says nothing about it. */
  private static int id(byte[] key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(SALT);
      return ByteBuffer.wrap(digest.digest(key)).getInt();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
