package org.streamchat.drill;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.streamchat.launch.EmbeddedDatabase;
import org.streamchat.launch.EmbeddedRedis;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Relay;
import org.streamchat.support.ScriptedModel;
import org.streamchat.support.Stores;

/**
 * Two nodes on the run's stores. All that they, their clients, the stores and the provider say to
 * each other goes through relays.
 */
final class Installation implements AutoCloseable {
  /** The provider that makes answers by itself, which can be rejoined. */
  static final String RESPONSES = "openai-responses";

  /** No call takes longer to begin, unless its server is as good as dead. */
  private static final Duration CALL = Duration.ofSeconds(12);

  private final Relay database =
      new Relay(URI.create(database().url().substring("jdbc:".length())));
  private final Relay provider = new Relay(ScriptedModel.shared().baseUrl());
  private final List<Place> places = List.of(place("drill-one"), place("drill-two"));

  /**
   * A node with the ways to and from it.
   *
   * @param door the way of its clients
   * @param redis its way to Redis
   */
  record Place(ChatSystem node, Relay door, ChatClient client, Relay redis) {}

  private Place place(String name) {
    Relay redis = new Relay(URI.create(redis().url()));
    String model = "http://127.0.0.1:" + provider.port() + "/v1";
    Map<String, String> settings =
        new HashMap<>(Stores.shared().apart("drill", database.port(), redis.port()));
    settings.putAll(
        Map.of(
            "OPENAI_BASE_URL",
            model,
            "STREAMCHAT_PROVIDERS",
            "openai," + RESPONSES,
            "STREAMCHAT_PROVIDER_OPENAI_RESPONSES_BASE_URL",
            model,
            "STREAMCHAT_PROVIDER_OPENAI_RESPONSES_BACKGROUND",
            "true",
            "STREAMCHAT_PROVIDER_FIRST_TOKEN_TIMEOUT",
            "8s",
            "STREAMCHAT_PROVIDER_IDLE_TIMEOUT",
            "4s",
            "STREAMCHAT_SHUTDOWN_GRACE",
            "2s"));
    ChatSystem node = ChatSystem.scripted(name, settings);
    Relay door = new Relay(node.url());
    return new Place(node, door, new ChatClient(door.url()).within(CALL), redis);
  }

  List<Place> places() {
    return places;
  }

  Place anyPlace(Random random) {
    return places.get(random.nextInt(places.size()));
  }

  /** A client of one node or another. */
  ChatClient anyClient(Random random) {
    return anyPlace(random).client();
  }

  Relay databaseRelay() {
    return database;
  }

  Relay providerRelay() {
    return provider;
  }

  EmbeddedRedis redis() {
    return Stores.shared().redis();
  }

  static EmbeddedDatabase database() {
    return Stores.shared().database();
  }

  @Override
  public void close() {
    for (Place place : places) {
      place.node().stop();
      place.door().close();
      place.redis().close();
    }
    database.close();
    provider.close();
  }
}
