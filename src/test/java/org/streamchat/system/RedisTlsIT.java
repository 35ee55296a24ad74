package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Frame;
import org.streamchat.support.Relay;
import org.streamchat.support.ScriptedModel;
import org.streamchat.support.Stores;
import redis.clients.jedis.RedisClient;

/** A Redis that is reached by TLS, with a certificate that only its operator vouches for. */
class RedisTlsIT {
  private static final Path KEYS = Path.of("target", "it", "redis-tls.p12").toAbsolutePath();
  private static final String PASSWORD = "changeit";

  @Test
  void answersAreKeptThere() throws Exception {
    try (Relay tls = new Relay(URI.create(Stores.shared().redis().url()), doors())) {
      ChatSystem server =
          ChatSystem.apart(
              "tls",
              Map.of(
                  "REDIS_URL",
                  "rediss://localhost:" + tls.port(),
                  "JAVA_TOOL_OPTIONS",
                  "-Djavax.net.ssl.trustStore="
                      + KEYS
                      + " -Djavax.net.ssl.trustStorePassword="
                      + PASSWORD));
      try {
        ChatClient chat = server.client();
        String message = "tokens=40 pace=5 over TLS";
        String session = chat.createSession();
        try (ChatStream stream = chat.ask(session, message);
            RedisClient redis = RedisClient.create(Stores.shared().redis().url())) {
          List<Frame> frames = stream.rest();
          assertThat(Frame.text(frames)).isEqualTo(ScriptedModel.answerTo(message));
          assertThat(redis.exists("sc-tls:{" + frames.get(0).generation() + "}:log")).isTrue();
        }
        assertThat(chat.get("health/ready").body()).contains("\"log\":\"available\"");
      } finally {
        server.stop();
      }
    }
  }

  private static ServerSocketFactory doors()
      throws IOException, InterruptedException, GeneralSecurityException {
    Files.createDirectories(KEYS.getParent());
    Files.deleteIfExists(KEYS);
    int made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-alias",
                "redis",
                "-storetype",
                "PKCS12",
                "-keystore",
                KEYS.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start()
            .waitFor();
    assertThat(made).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(KEYS)) {
      keys.load(file, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context.getServerSocketFactory();
  }
}
