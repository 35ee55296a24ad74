package org.streamchat.support;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Speaks the HTTP interface as a program would. Stateless but for its headers; one per user. */
public final class ChatClient {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String EVENTS = "text/event-stream";

  /** A whole answer; {@code json} is an empty object when the body was not one. */
  public record Reply(int status, HttpHeaders headers, String body, JsonObject json) {
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    /** The last part of the problem's type, e.g. {@code unknown-session}. */
    public String problem() {
      return json.getString("type", "").replaceFirst("^.*:", "");
    }
  }

  private final HttpClient http;
  private final URI base;
  private final List<String> headers;
  private final Duration limit;

  public ChatClient(URI base) {
    this(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build(),
        base,
        List.of(),
        LIMIT);
  }

  private ChatClient(HttpClient http, URI base, List<String> headers, Duration limit) {
    this.http = http;
    this.base = base;
    this.headers = headers;
    this.limit = limit;
  }

  /** A client that waits no longer for an answer to begin. */
  public ChatClient within(Duration longest) {
    return new ChatClient(http, base, headers, longest);
  }

  /** A client that sends these headers too: name, value, name, value … */
  public ChatClient with(String... more) {
    return new ChatClient(
        http,
        base,
        java.util.stream.Stream.concat(headers.stream(), java.util.Arrays.stream(more)).toList(),
        limit);
  }

  /** Creates a session and returns its id. */
  public String createSession() {
    return createSession(JsonValue.EMPTY_JSON_OBJECT);
  }

  /** The same with a title, a provider … */
  public String createSession(JsonObject members) {
    Reply reply = send("POST", "api/sessions", members);
    if (reply.status() != 201) {
      throw new AssertionError("no session: " + reply.status() + " " + reply.body());
    }
    return reply.json().getString("id");
  }

  public Reply session(String id) {
    return get("api/sessions/" + id);
  }

  /** The messages of the session's current branch, oldest first. */
  public List<JsonObject> messages(String sessionId) {
    Reply reply = get("api/sessions/" + sessionId + "/messages");
    if (reply.status() != 200) {
      throw new AssertionError("no messages: " + reply.status() + " " + reply.body());
    }
    return reply.json().getJsonArray("messages").getValuesAs(JsonObject.class);
  }

  /** The current branch's last message. */
  public JsonObject lastMessage(String sessionId) {
    List<JsonObject> messages = messages(sessionId);
    return messages.get(messages.size() - 1);
  }

  /** Sends a message and follows the answer. */
  public ChatStream ask(String sessionId, String message) {
    return stream("POST", completions(sessionId), prompt(message));
  }

  /** Sends a message with an idempotency key and follows the answer. */
  public ChatStream ask(String sessionId, String message, String idempotencyKey) {
    return with("Idempotency-Key", idempotencyKey).ask(sessionId, message);
  }

  /** Sends a message that creates its session and follows the answer. */
  public ChatStream ask(String message) {
    return stream("POST", "api/chat/completions", prompt(message));
  }

  /** Sends a message and waits for the whole answer as JSON. */
  public Reply askWhole(String sessionId, String message) {
    return send("POST", completions(sessionId), prompt(message));
  }

  /**
   * Follows the session's running generation after {@code lastEventId}; from its start when empty.
   */
  public ChatStream follow(String sessionId, String lastEventId) {
    return resuming(lastEventId).stream("GET", "api/chat/" + sessionId + "/events", null);
  }

  /** Carries on after {@code lastEventId}, which may be empty. */
  public ChatStream carryOn(String sessionId, String lastEventId) {
    return resuming(lastEventId).stream(
        "POST", "api/chat/" + sessionId + "/completions-continue", null);
  }

  public Reply stop(String sessionId) {
    return send("POST", "api/chat/" + sessionId + "/stop", null);
  }

  public Reply get(String path) {
    return send("GET", path, null);
  }

  /** Any call; {@code body} may be null. */
  public Reply send(String method, String path, JsonObject body) {
    return reply(exchange(request(method, path, body).header("Accept", "application/json")));
  }

  /** Any call with a body that need not be JSON. */
  public Reply sendRaw(String method, String path, String contentType, String body) {
    return sendRaw(method, path, "application/json", contentType, body);
  }

  /** The same, whatever is accepted. */
  public Reply sendRaw(String method, String path, String accept, String contentType, String body) {
    return reply(
        exchange(
            to(path)
                .header("Accept", accept)
                .header("Content-Type", contentType)
                .method(method, BodyPublishers.ofString(body))));
  }

  /** Any call that answers with an event stream. */
  public ChatStream stream(String method, String path, JsonObject body) {
    HttpResponse<InputStream> response =
        exchange(
            request(method, path, body).header("Accept", "text/event-stream"),
            ChatClient::streamOrWhole);
    check(response, whole(response));
    return new ChatStream(response);
  }

  private ChatClient resuming(String lastEventId) {
    return lastEventId.isEmpty() ? this : with("Last-Event-ID", lastEventId);
  }

  private static String completions(String sessionId) {
    return "api/chat/" + sessionId + "/completions";
  }

  private static JsonObject prompt(String message) {
    return Json.createObjectBuilder().add("message", message).build();
  }

  private HttpRequest.Builder request(String method, String path, JsonObject body) {
    HttpRequest.Builder request = to(path);
    if (body == null) {
      return request.method(method, BodyPublishers.noBody());
    }
    return request
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(body.toString()));
  }

  private HttpRequest.Builder to(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(limit);
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    return request;
  }

  private HttpResponse<String> exchange(HttpRequest.Builder request) {
    return exchange(request, BodyHandlers.ofString());
  }

  private <T> HttpResponse<T> exchange(HttpRequest.Builder request, BodyHandler<T> handler) {
    try {
      return http.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** What is no stream is there as a whole, to be read any number of times. */
  private static BodySubscriber<InputStream> streamOrWhole(ResponseInfo response) {
    return response.headers().firstValue("Content-Type").orElse("").startsWith(EVENTS)
        ? BodySubscribers.ofInputStream()
        : BodySubscribers.mapping(BodySubscribers.ofByteArray(), ByteArrayInputStream::new);
  }

  private static String whole(HttpResponse<InputStream> response) {
    if (response.body() instanceof ByteArrayInputStream whole) {
      String text = new String(whole.readAllBytes(), StandardCharsets.UTF_8);
      whole.reset();
      return text;
    }
    return "";
  }

  private static void check(HttpResponse<?> response, String body) {
    Interface.described()
        .saw(
            response.request().method(),
            response.uri().getRawPath(),
            response.statusCode(),
            response.headers().firstValue("Content-Type").orElse(""),
            body);
  }

  private static Reply reply(HttpResponse<String> response) {
    check(response, response.body());
    return new Reply(
        response.statusCode(), response.headers(), response.body(), json(response.body()));
  }

  private static JsonObject json(String body) {
    if (!body.startsWith("{")) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      return reader.readObject();
    }
  }
}
