package org.streamchat.support;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small identity provider for tests: discovery, keys that can be rotated, and a token endpoint
 * that answers what it has been told to. It signs whatever claims it is given.
 */
public final class TokenIssuer implements AutoCloseable {
  public static final String CLIENT = "streamchat";

  private final HttpServer server;
  private final List<RSAKey> published = new CopyOnWriteArrayList<>();
  private final Map<String, String> grants = new ConcurrentHashMap<>();
  private final List<String> tokenRequests = new CopyOnWriteArrayList<>();
  private final AtomicInteger keyRequests = new AtomicInteger();

  private TokenIssuer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext(
        "/.well-known/openid-configuration", exchange -> answer(exchange, 200, discovery()));
    server.createContext("/keys", this::keys);
    server.createContext("/token", this::token);
    server.start();
    rotate();
  }

  public static TokenIssuer start() {
    try {
      return new TokenIssuer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String issuer() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Signs with a new key from now on, and publishes only that one. */
  public void rotate() {
    try {
      published.add(new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate());
      if (published.size() > 1) {
        published.remove(0);
      }
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public RSAKey key() {
    return published.get(0);
  }

  public int keyRequests() {
    return keyRequests.get();
  }

  /** Claims of a user that are right in every way, to be changed. */
  public JWTClaimsSet.Builder claims(String subject) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .subject(subject)
        .audience(CLIENT)
        .claim("name", "User " + subject)
        .claim("email", subject + "@example.org")
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
  }

  public String sign(JWTClaimsSet claims) {
    return sign(key(), JOSEObjectType.JWT, claims);
  }

  public String sign(RSAKey key, JOSEObjectType type, JWTClaimsSet claims) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).type(type).build(),
              claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers one token request with this code or refresh token in it, and no second one. */
  public void grant(String codeOrRefreshToken, String answer) {
    grants.put(codeOrRefreshToken, answer);
  }

  /** The bodies of all token requests so far. */
  public List<String> tokenRequests() {
    return new ArrayList<>(tokenRequests);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private String discovery() {
    return Json.createObjectBuilder()
        .add("issuer", issuer())
        .add("authorization_endpoint", issuer() + "/authorize")
        .add("token_endpoint", issuer() + "/token")
        .add("end_session_endpoint", issuer() + "/end")
        .add("jwks_uri", issuer() + "/keys")
        .add("response_types_supported", Json.createArrayBuilder().add("code"))
        .add("subject_types_supported", Json.createArrayBuilder().add("public"))
        .add("id_token_signing_alg_values_supported", Json.createArrayBuilder().add("RS256"))
        .build()
        .toString();
  }

  private void keys(HttpExchange exchange) throws IOException {
    keyRequests.incrementAndGet();
    answer(exchange, 200, new JWKSet(List.copyOf(published)).toString(true));
  }

  private void token(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    tokenRequests.add(body);
    for (String grant : grants.keySet()) {
      if (body.contains("=" + grant)) {
        String granted = grants.remove(grant);
        if (granted != null) {
          answer(exchange, 200, granted);
          return;
        }
      }
    }
    answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
