package org.streamchat.identity.control;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.streamchat.identity.entity.User;

/**
 * A browser that has signed in. No server keeps it: it is all in the browser's cookie, sealed.
 *
 * @param id of its own, not the user's
 * @param csrf what a change has to bring besides the cookie
 * @param subject what the identity provider calls the user
 * @param providerSession the provider's session, null when it has not told
 * @param began when the user signed in
 * @param validUntil when the provider is to be asked again
 * @param refreshToken to ask with, or null
 * @param idToken to be shown to the provider at the end, or null
 */
record Session(
    String id,
    String csrf,
    User user,
    String subject,
    String providerSession,
    Instant began,
    Instant validUntil,
    String refreshToken,
    String idToken) {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final JsonReaderFactory READERS = JSON.createReaderFactory(Map.of());

  /** What the provider has said anew. */
  Session renewed(User user, Instant validUntil, String refreshToken, String idToken) {
    return new Session(
        id,
        csrf,
        user,
        subject,
        providerSession,
        began,
        validUntil,
        refreshToken == null ? this.refreshToken : refreshToken,
        idToken == null ? this.idToken : idToken);
  }

  Session withoutIdToken() {
    return new Session(
        id, csrf, user, subject, providerSession, began, validUntil, refreshToken, null);
  }

  byte[] toBytes() {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", id)
            .add("csrf", csrf)
            .add("user", user.id())
            .add("name", user.name())
            .add("groups", JSON.createArrayBuilder(user.groups()))
            .add("roles", JSON.createArrayBuilder(user.roles()))
            .add("sub", subject)
            .add("began", began.toEpochMilli())
            .add("until", validUntil.toEpochMilli());
    add(json, "email", user.email());
    add(json, "sid", providerSession);
    add(json, "refresh", refreshToken);
    add(json, "idToken", idToken);
    return json.build().toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Empty when it is of another version of the application. */
  static Optional<Session> of(byte[] bytes) {
    try (JsonReader reader = READERS.createReader(new ByteArrayInputStream(bytes))) {
      JsonObject json = reader.readObject();
      return Optional.of(
          new Session(
              json.getString("id"),
              json.getString("csrf"),
              new User(
                  json.getString("user"),
                  json.getString("name"),
                  json.getString("email", null),
                  texts(json, "groups"),
                  texts(json, "roles")),
              json.getString("sub"),
              json.getString("sid", null),
              Instant.ofEpochMilli(json.getJsonNumber("began").longValue()),
              Instant.ofEpochMilli(json.getJsonNumber("until").longValue()),
              json.getString("refresh", null),
              json.getString("idToken", null)));
    } catch (JsonException
        | NullPointerException
        | ClassCastException
        | IllegalArgumentException other) {
      return Optional.empty();
    }
  }

  private static void add(JsonObjectBuilder json, String name, String value) {
    if (value != null) {
      json.add(name, value);
    }
  }

  private static Set<String> texts(JsonObject json, String name) {
    return json.getJsonArray(name).getValuesAs(JsonString.class).stream()
        .map(JsonString::getString)
        .collect(Collectors.toSet());
  }

  /** Holds secrets. */
  @Override
  public String toString() {
    return "session of " + user.id();
  }
}
