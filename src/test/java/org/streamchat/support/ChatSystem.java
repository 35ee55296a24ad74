package org.streamchat.support;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.streamchat.launch.LibertyServer;
import org.streamchat.launch.Ports;

/**
 * One running node of the application, a process of its own on the run's {@link Stores}. Nodes are
 * shared by the tests of a run, because each takes a while to start.
 */
public final class ChatSystem {
  /** A provider key that must never be seen anywhere. */
  public static final String SECRET_KEY = "sk-secret-of-the-tests";

  private static final Path HOME = Path.of("target", "it");
  private static final Map<String, ChatSystem> NODES = new HashMap<>();

  private final Map<String, String> environment;
  private final LibertyServer server;

  private ChatSystem(String name, Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    Map<String, String> all = new HashMap<>(Stores.shared().environment());
    // Tests send a lot; those of limits set them.
    all.put("STREAMCHAT_LIMITS_SENDS_PER_MINUTE", "0");
    all.put("STREAMCHAT_LIMITS_CONCURRENT", "0");
    all.putAll(environment);
    String port = environment.get("HTTP_PORT");
    server =
        new LibertyServer(
            HOME.resolve(name), port == null ? Ports.free() : Integer.parseInt(port), all);
  }

  /**
   * The node that most tests use, ready; started when it does not run with this environment yet.
   */
  public static ChatSystem shared(Map<String, String> environment) {
    return node("one", environment);
  }

  /** The shared node with {@link ScriptedModel#shared()} as its provider. */
  public static ChatSystem scripted() {
    return scripted("one");
  }

  /** A node of this name, beside the others on the same stores, with the same provider. */
  public static ChatSystem scripted(String name) {
    return scripted(name, Map.of());
  }

  /** The same with some settings of its own. */
  public static ChatSystem scripted(String name, Map<String, String> settings) {
    String model = ScriptedModel.shared().baseUrl().toString();
    Map<String, String> all =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("STREAMCHAT_PROVIDERS", "openai,claude,locked"),
                Map.entry("OPENAI_BASE_URL", model),
                Map.entry("OPENAI_API_KEY", SECRET_KEY),
                Map.entry("STREAMCHAT_PROVIDER_CLAUDE_TYPE", "anthropic"),
                Map.entry("STREAMCHAT_PROVIDER_CLAUDE_BASE_URL", model),
                Map.entry("STREAMCHAT_PROVIDER_CLAUDE_MODELS", "claude-test,claude-large"),
                Map.entry("STREAMCHAT_PROVIDER_CLAUDE_OWN_KEYS", "false"),
                Map.entry("STREAMCHAT_PROVIDER_LOCKED_TYPE", "azure-openai"),
                Map.entry("STREAMCHAT_PROVIDER_LOCKED_BASE_URL", model),
                Map.entry("STREAMCHAT_PROVIDER_LOCKED_DEFAULT_MODEL", "gpt-test"),
                Map.entry("STREAMCHAT_KEYS_SECRET", "a secret for nothing but the tests"),
                Map.entry("STREAMCHAT_HEARTBEAT", "1s")));
    all.putAll(settings);
    return node(name, all);
  }

  /**
   * The same on stores that nobody else sees, unless the settings name some: {@link Stores#apart}.
   */
  public static ChatSystem apart(String name, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Stores.shared().apart(name));
    all.putAll(settings);
    return scripted(name, all);
  }

  /** The node of this name, ready; started anew when it ran with another environment. */
  public static synchronized ChatSystem node(String name, Map<String, String> environment) {
    ChatSystem node = NODES.get(name);
    if (node != null && !node.environment.equals(environment)) {
      node.server.close();
      node = null;
    }
    if (node == null) {
      node = new ChatSystem(name, environment);
      Runtime.getRuntime().addShutdownHook(new Thread(node.server::kill));
      NODES.put(name, node);
    }
    if (!node.server.alive()) {
      node.server.start();
    }
    return node;
  }

  public URI url() {
    return server.url();
  }

  public ChatClient client() {
    return new ChatClient(url());
  }

  /** The server's own log. */
  public Path log() {
    return server.log();
  }

  /** The server's process id, e.g. to stop it with {@code kill -STOP}. */
  public long pid() {
    return server.pid();
  }

  /** Kills the server at once (SIGKILL). */
  public void kill() {
    server.kill();
  }

  /** Asks the server to stop (SIGTERM) and waits for its end. */
  public void stop() {
    server.stop();
  }

  /** Starts the server again on the same port and waits until it is ready. */
  public void restart() {
    if (server.alive()) {
      server.stop();
    }
    server.start();
  }
}
