package org.streamchat.identity.control;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A browser that has been sent to the identity provider. Kept, sealed, in a cookie of the
 * browser's.
 *
 * @param state brought back by the provider: it ties the answer to this browser
 * @param nonce in the ID token: it ties the token to this login
 * @param verifier shown with the code (PKCE): it ties the code to this login
 * @param returnPath where to go then
 */
record PendingLogin(
    String state, String nonce, String verifier, String returnPath, Instant expiresAt) {
  static final Duration LIFETIME = Duration.ofMinutes(15);

  private static final JsonProvider JSON = JsonProvider.provider();
  private static final JsonReaderFactory READERS = JSON.createReaderFactory(Map.of());

  byte[] toBytes() {
    return JSON.createObjectBuilder()
        .add("state", state)
        .add("nonce", nonce)
        .add("verifier", verifier)
        .add("return", returnPath)
        .add("until", expiresAt.toEpochMilli())
        .build()
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Empty also when it is too old. */
  static Optional<PendingLogin> of(byte[] bytes) {
    try (JsonReader reader = READERS.createReader(new ByteArrayInputStream(bytes))) {
      JsonObject json = reader.readObject();
      return Optional.of(
              new PendingLogin(
                  json.getString("state"),
                  json.getString("nonce"),
                  json.getString("verifier"),
                  json.getString("return"),
                  Instant.ofEpochMilli(json.getJsonNumber("until").longValue())))
          .filter(pending -> Instant.now().isBefore(pending.expiresAt()));
    } catch (JsonException | NullPointerException | ClassCastException other) {
      return Optional.empty();
    }
  }

  /** Holds secrets. */
  @Override
  public String toString() {
    return "a login that has begun";
  }
}
