package org.streamchat.conversation.boundary;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.streamchat.conversation.entity.ChatSession;
import org.streamchat.conversation.entity.KeptExchange;
import org.streamchat.conversation.entity.Message;
import org.streamchat.conversation.entity.Page;
import org.streamchat.conversation.entity.SessionView;
import org.streamchat.conversation.entity.Shown;
import org.streamchat.conversation.entity.Siblings;
import org.streamchat.problem.Problem;

/** Sessions and messages in the form of the wire: absent members are left out, times are UTC. */
final class SessionJson {
  private static final JsonBuilderFactory JSON =
      JsonProvider.provider().createBuilderFactory(Map.of());
  private static final JsonReaderFactory READERS =
      JsonProvider.provider().createReaderFactory(Map.of());

  private SessionJson() {}

  static <T> JsonObject page(String name, Page<T> page, Function<T, JsonObject> form) {
    JsonArrayBuilder items = JSON.createArrayBuilder();
    page.items().forEach(item -> items.add(form.apply(item)));
    JsonObjectBuilder json = JSON.createObjectBuilder().add(name, items);
    put(json, "next", page.next());
    return json.build();
  }

  static JsonObject session(SessionView view) {
    ChatSession session = view.session();
    JsonObjectBuilder json =
        JSON.createObjectBuilder().add("id", session.id()).add("title", session.title());
    put(json, "role", session.role());
    put(json, "provider", session.provider());
    put(json, "model", session.model());
    put(json, "systemPrompt", session.systemPrompt());
    json.add("createdAt", time(session.createdAt())).add("updatedAt", time(session.updatedAt()));
    SessionView.Active active = view.active();
    if (active != null) {
      json.add(
          "activeGeneration",
          JSON.createObjectBuilder()
              .add("id", active.generationId())
              .add("messageId", active.messageId())
              .add("seq", active.seq())
              .add("status", active.status().wire()));
    }
    if (view.passage() != null) {
      json.add("passage", view.passage().text())
          .add("passageMessageId", view.passage().messageId());
    }
    return json.build();
  }

  static JsonObject message(Shown shown) {
    Message message = shown.message();
    JsonObjectBuilder json =
        JSON.createObjectBuilder().add("id", message.id()).add("sessionId", message.sessionId());
    put(json, "parentId", message.parentId());
    json.add("author", message.author().wire()).add("content", message.content());
    if (!message.reasoning().isEmpty()) {
      json.add("reasoning", message.reasoning());
    }
    json.add("status", message.status().wire());
    put(
        json,
        "finishReason",
        message.finishReason() == null ? null : message.finishReason().wire());
    put(json, "generationId", message.generationId());
    if (message.problem() != null) {
      json.add("error", error(message.problem(), message.problemDetail()));
    }
    if (message.usage() != null) {
      json.add(
          "usage",
          JSON.createObjectBuilder()
              .add("promptTokens", message.usage().promptTokens())
              .add("completionTokens", message.usage().completionTokens()));
    }
    if (message.responseTimeMs() != null) {
      json.add("responseTimeMs", message.responseTimeMs());
    }
    put(json, "provider", message.provider());
    put(json, "model", message.model());
    Siblings siblings = shown.siblings();
    if (siblings != null) {
      JsonObjectBuilder place =
          JSON.createObjectBuilder().add("index", siblings.index()).add("count", siblings.count());
      put(place, "previous", siblings.previous());
      put(place, "next", siblings.next());
      json.add("siblings", place);
    }
    return json.add("createdAt", time(message.createdAt())).build();
  }

  static JsonObject exchange(KeptExchange kept) {
    try (JsonReader stored = READERS.createReader(new StringReader(kept.exchange().json()))) {
      return JSON.createObjectBuilder(stored.readObject())
          .add("generationId", kept.generationId())
          .add("at", time(kept.at()))
          .build();
    }
  }

  /** As in the event that ended the answer. */
  private static JsonObjectBuilder error(Problem problem, String detail) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder().add("type", problem.type()).add("title", problem.title());
    put(json, "detail", detail);
    return json.add("retryable", problem.retryable());
  }

  private static String time(Instant time) {
    return time.toString();
  }

  private static void put(JsonObjectBuilder json, String name, String value) {
    if (value != null) {
      json.add(name, value);
    }
  }
}
