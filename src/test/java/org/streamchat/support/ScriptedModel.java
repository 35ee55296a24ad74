package org.streamchat.support;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.streamchat.generation.control.Titles;
import org.streamchat.provider.control.Continuation;

/**
 * A model provider for tests: a real HTTP server on a free port of this machine that speaks {@code
 * /v1/chat/completions} and {@code /v1/models} (scripts also answer {@code /v1/responses} and
 * {@code /v1/messages}) and does exactly what a {@link Script} says.
 *
 * <pre>{@code
 * try (ScriptedModel model = ScriptedModel.start()) {
 *   model.script("weather", Script.status(500), Script.stream().text("Sunny").finish("stop").done());
 *   … OPENAI_BASE_URL = model.baseUrl() …
 *   … ask "what weather?" twice: fails first, then says Sunny; any further time Sunny again …
 *   … ask "tokens=200 pace=20" without a script: 200 tokens, one every 20 ms, the text is ScriptedModel.answerTo(message) …
 *   assertThat(model.asked("weather")).hasSize(2);
 * }
 * }</pre>
 *
 * Asked to continue (the answer so far and {@link Continuation#PROMPT}), the unscripted model goes
 * on at the end of the prefix, so that prefix and remainder are byte for byte the whole; a script
 * is chosen by the user's own message then too. Answers of {@code /v1/responses} are made in the
 * background when that is wished, and can be rejoined then: {@link BackgroundResponses}.
 */
public final class ScriptedModel implements AutoCloseable {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final Pattern BREAK = Pattern.compile("break=(\\d+)");
  private static final Pattern QUESTION =
      Pattern.compile(".*/(chat/completions|responses|messages)(\\?.*)?");
  private static final Pattern PACE = Pattern.compile("pace=(\\d+)");

  /** One request as it came, and what became of its connection. */
  public static final class Asked {
    private final String path;
    private final Map<String, String> headers;
    private final String body;
    private volatile boolean closedByClient;
    private volatile boolean answered;

    Asked(String path, Map<String, String> headers, String body) {
      this.path = path;
      this.headers = headers;
      this.body = body;
    }

    public String path() {
      return path;
    }

    /** Case does not matter; null when the header is missing. */
    public String header(String name) {
      return headers.get(name);
    }

    public JsonObject body() {
      try (JsonReader reader = JSON.createReader(new StringReader(body))) {
        return reader.readObject();
      }
    }

    /** The user's own last message: the one before the answer so far in a continuation. */
    public String message() {
      JsonArray messages = turns();
      int last = messages.size() - (isContinuation() ? 3 : 1);
      return last < 0 ? "" : messages.getJsonObject(last).getString("content");
    }

    public boolean isContinuation() {
      JsonArray messages = turns();
      return messages.size() >= 2
          && content(messages, 1).equals(Continuation.PROMPT)
          && messages.getJsonObject(messages.size() - 2).getString("role").equals("assistant");
    }

    /** Whether a title is asked for, not an answer. */
    public boolean isForTitle() {
      return body().getString("system", "").equals(Titles.PROMPT)
          || turns().getJsonObject(0).getString("content").equals(Titles.PROMPT);
    }

    /** What is to be continued; empty when nothing is. */
    public String prefix() {
      return isContinuation() ? content(turns(), 2) : "";
    }

    private JsonArray turns() {
      JsonObject body = body();
      return body.getJsonArray(body.containsKey("messages") ? "messages" : "input");
    }

    private boolean isQuestion() {
      return QUESTION.matcher(path).matches();
    }

    /** Whether the client closed the connection before the script was through. */
    public boolean closedByClient() {
      return closedByClient;
    }

    void clientHasClosed() {
      closedByClient = true;
    }

    /** Whether the script is through. */
    public boolean answered() {
      return answered;
    }

    private static String content(JsonArray messages, int fromEnd) {
      return messages.getJsonObject(messages.size() - fromEnd).getString("content");
    }
  }

  private final ServerSocket server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "scripted-model");
            thread.setDaemon(true);
            return thread;
          });
  private final BackgroundResponses background = new BackgroundResponses(threads);
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Deque<Script>> scripts = new ConcurrentHashMap<>();
  private volatile Script models =
      Script.status(200)
          .json(
              "{\"object\":\"list\",\"data\":[{\"id\":\"scripted\"},{\"id\":\"scripted-large\"}]}");

  /** The title that the model finds. */
  public static final String TITLE = "A scripted title";

  private volatile Script title =
      Script.stream().role().text("\"" + TITLE + "\"").finish("stop").done();

  private static ScriptedModel shared;

  private ScriptedModel(int port) throws IOException {
    server = new ServerSocket(port, 500, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** One for all tests of this run that talk to a shared server; never closed. */
  public static synchronized ScriptedModel shared() {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  public static ScriptedModel start() {
    return start(0);
  }

  /**
   * Starts on a port of the test's choice.
   *
   * @param port 0 for any free one
   */
  public static ScriptedModel start(int port) {
    try {
      return new ScriptedModel(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The value for {@code OPENAI_BASE_URL}. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + port() + "/v1");
  }

  /**
   * Requests whose last user message holds the marker get these scripts in turn, and the last one
   * ever after.
   */
  public void script(String marker, Script... inTurn) {
    scripts.put(marker, new ArrayDeque<>(Arrays.asList(inTurn)));
  }

  /** What {@code GET /v1/models} is answered with. */
  public void models(Script script) {
    models = script;
  }

  /** What every request for a title is answered with; {@link #TITLE} when nothing is said. */
  public void title(Script script) {
    title = script;
  }

  /** All requests for an answer so far, in order. */
  public List<Asked> asked() {
    return asked.stream().filter(a -> a.isQuestion() && !a.isForTitle()).toList();
  }

  /** Those whose own message holds the marker. */
  public List<Asked> asked(String marker) {
    return asked().stream().filter(a -> a.message().contains(marker)).toList();
  }

  /** How many connections there have been. */
  public int connections() {
    return accepted.get();
  }

  /** Requests of any kind. */
  public List<Asked> requests() {
    return List.copyOf(asked);
  }

  /**
   * What the unscripted model answers: {@code tokens=N} tokens, 40 when the message names no
   * number.
   */
  public static String answerTo(String message) {
    return String.join("", Tokens.of(message));
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        connection.setTcpNoDelay(true);
        accepted.incrementAndGet();
        connections.add(connection);
        if (server.isClosed()) {
          // It came at the last moment.
          connection.close();
        }
        threads.execute(() -> serve(connection));
      } catch (IOException | RejectedExecutionException closed) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      for (Asked request = read(in); request != null; request = read(in)) {
        asked.add(request);
        if (!new Performance(connection, in, request).of(choose(request))) {
          return;
        }
        request.answered = true;
      }
    } catch (IOException gone) {
      // The client has left between two requests.
    } finally {
      connections.remove(connection);
    }
  }

  private Script choose(Asked request) {
    if (request.path().endsWith("/models")) {
      return models;
    }
    if (background.knows(request.path())) {
      return background.go(request.path());
    }
    if (!request.isQuestion()) {
      return Script.status(404).json("{\"error\":{\"message\":\"no such path\"}}");
    }
    if (request.isForTitle()) {
      return title;
    }
    String message = request.message();
    for (Map.Entry<String, Deque<Script>> entry : scripts.entrySet()) {
      if (message.contains(entry.getKey())) {
        Deque<Script> inTurn = entry.getValue();
        synchronized (inTurn) {
          return inTurn.size() > 1 ? inTurn.poll() : inTurn.peek();
        }
      }
    }
    if (background.begins(request)) {
      return background.begin(request);
    }
    List<String> tokens = Tokens.behind(request.prefix(), Tokens.of(message));
    Duration pace = Duration.ofMillis(Tokens.number(PACE, message, 5));
    int broken =
        request.isContinuation() ? tokens.size() : Tokens.number(BREAK, message, tokens.size());
    return broken < tokens.size()
        ? Script.pieces(tokens.subList(0, broken), pace).reset()
        : Script.answer(tokens, pace);
  }

  private static Asked read(InputStream in) throws IOException {
    String first = line(in);
    if (first == null) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      return null;
    }
    return new Asked(first.split(" ")[1], headers, new String(body, StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }
}
