package org.streamchat.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.streamchat.launch.LibertyServer;
import org.streamchat.launch.Ports;

/**
 * Lays out the Open Liberty that Arquillian deploys to: the production configuration without the
 * application, on this run's {@link Stores}. Arquillian loads it before anything else and only on
 * its own side, never in the container.
 */
public final class ContainerSetup implements LoadableExtension {
  private static final Path HOME = Path.of("target", "it", "arquillian");
  private static final String PORT = "streamchat.arquillian.port";
  private static final String OVERRIDES =
      """
      <server>
        <featureManager>
          <feature>localConnector-1.0</feature>
        </featureManager>
        <applicationMonitor updateTrigger="polled" pollingRate="200ms" dropinsEnabled="true"/>
      </server>
      """;

  @Override
  public void register(ExtensionBuilder builder) {
    int port = Ports.free();
    System.setProperty(PORT, String.valueOf(port));
    try {
      lay(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void lay(int port) throws IOException {
    Path server = HOME.resolve("servers").resolve("arquillian");
    LibertyServer.prepare(server);
    Path xml = server.resolve("server.xml");
    Files.writeString(xml, Files.readString(xml).replaceAll("<webApplication[^>]*/>", ""));
    Path overrides = Files.createDirectories(server.resolve("configDropins").resolve("overrides"));
    Files.writeString(overrides.resolve("arquillian.xml"), OVERRIDES);

    Map<String, String> environment = new HashMap<>(Stores.shared().environment());
    environment.put("HTTP_PORT", String.valueOf(port));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    Files.writeString(
        server.resolve("server.env"),
        environment.entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue() + "\n")
            .collect(Collectors.joining()));
  }
}
