package org.streamchat.platform.control;

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

/**
 * Seals what leaves the application and is to come back as it was: AES-256-GCM, bound to words that
 * say what it is and whose. Of the secrets of a setting the first one seals, all of them open.
 */
public final class Seal {
  private static final String TAKES =
      "32 random bytes in Base64 (openssl rand -base64 32), or a passphrase of at least 20"
          + " characters, 10 of them different; several separated by commas, the first one seals";
  private static final int KEY_BYTES = 32;
  private static final int LEAST_LENGTH = 20;
  private static final int LEAST_DIFFERENT = 10;
  private static final int ROUNDS = 210_000;
  private static final int PREFIX = 5;

  private final String setting;
  private final Aead aead;
  private final int primary;

  /**
   * @throws SettingException when a secret is too weak
   */
  private Seal(String setting, String secrets) {
    this.setting = setting;
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
      this.aead = keyset.build().getPrimitive(RegistryConfiguration.get(), Aead.class);
      this.primary = id(keys.get(0));
    } catch (GeneralSecurityException sameTwice) {
      throw new SettingException(setting, TAKES + ", all different");
    }
  }

  /**
   * Empty when the setting has no secret.
   *
   * @throws SettingException when a secret is too weak
   */
  public static Optional<Seal> from(Environment environment, String setting) {
    return environment.text(setting).map(secrets -> new Seal(setting, secrets));
  }

  /**
   * The same where a secret has to be.
   *
   * @throws SettingException also when there is none
   */
  public static Seal required(Environment environment, String setting) {
    return from(environment, setting).orElseThrow(() -> new SettingException(setting, TAKES));
  }

  /**
   * @param words to be given again when it is opened
   */
  public byte[] seal(byte[] content, String... words) {
    try {
      return aead.encrypt(content, binding(words));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("nothing can be sealed", impossible);
    }
  }

  /** Empty when it was sealed with a secret that is not configured, changed, or for other words. */
  public Optional<byte[]> open(byte[] sealed, String... words) {
    try {
      return Optional.of(aead.decrypt(sealed, binding(words)));
    } catch (GeneralSecurityException foreign) {
      return Optional.empty();
    }
  }

  /** Whether it was not sealed with the first secret. */
  public boolean isOld(byte[] sealed) {
    return sealed.length < PREFIX || ByteBuffer.wrap(sealed).getInt(1) != primary;
  }

  private static byte[] binding(String... words) {
    ByteArrayOutputStream binding = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(binding)) {
      for (String word : words) {
        out.writeUTF(word);
      }
    } catch (IOException tooLong) {
      throw new UncheckedIOException(tooLong);
    }
    return binding.toByteArray();
  }

  @AccessesPartialKey
  private AesGcmKey tink(byte[] key) throws GeneralSecurityException {
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

  private byte[] key(String secret) {
    try {
      byte[] random = Base64.getDecoder().decode(secret);
      if (random.length == KEY_BYTES
          && new String(random, StandardCharsets.ISO_8859_1).chars().distinct().count()
              >= LEAST_DIFFERENT) {
        return random;
      }
    } catch (IllegalArgumentException aPassphrase) {
      // As below.
    }
    if (secret.length() < LEAST_LENGTH || secret.chars().distinct().count() < LEAST_DIFFERENT) {
      throw new SettingException(setting, TAKES);
    }
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
          .generateSecret(new PBEKeySpec(secret.toCharArray(), salt(), ROUNDS, KEY_BYTES * 8))
          .getEncoded();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The same for the same key in every place of the list; says nothing about it. */
  private int id(byte[] key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt());
      return ByteBuffer.wrap(digest.digest(key)).getInt();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A secret used for two settings gives two keys. */
  private byte[] salt() {
    return setting.getBytes(StandardCharsets.US_ASCII);
  }
}
