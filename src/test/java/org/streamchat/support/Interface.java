package org.streamchat.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The interface as {@code openapi.yaml} describes it. While it watches, every response that a
 * {@link ChatClient} gets is held against it: its status must be documented for the call, its type
 * of problem too, and its body must fit the schema, without a member that the schema does not name.
 */
public final class Interface {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
  private static final String PROBLEM = "application/problem+json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Interface DESCRIBED = new Interface();

  /**
   * What becomes of a call before it is looked at: the description says so of tokens; and of a path
   * that no server takes for one.
   */
  private static final Set<String> ANYWHERE =
      Set.of(
          "403 forbidden",
          "429 limit-exceeded",
          "503 identity-provider-unavailable",
          "404 not-found");

  /** One call as the description has it. */
  private record Call(String method, Pattern path, JsonNode operation) {
    boolean fits(String someMethod, String somePath) {
      return method.equals(someMethod) && path.matcher(somePath).matches();
    }

    String id() {
      return operation.get("operationId").asText();
    }
  }

  private final JsonNode description;
  private final List<Call> calls = new ArrayList<>();
  private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();
  private final Set<String> seen = new ConcurrentSkipListSet<>();
  private volatile boolean watching;

  private Interface() {
    try (InputStream file = Interface.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      description = new YAMLMapper().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    whole(description);
    closed(description);
    paths()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(item -> METHODS.contains(item.getKey()))
                    .forEach(
                        item ->
                            calls.add(
                                new Call(item.getKey(), pattern(path.getKey()), item.getValue()))));
  }

  /** Those of the interface for programs; how browsers sign in is another matter. */
  private Stream<Map.Entry<String, JsonNode>> paths() {
    return description.get("paths").properties().stream()
        .filter(path -> path.getKey().startsWith("/api/"));
  }

  public static Interface described() {
    return DESCRIBED;
  }

  /** Whether responses are held against the description from now on. */
  public void watch(boolean whether) {
    watching = whether;
  }

  private static Pattern pattern(String path) {
    return Pattern.compile(path.replaceAll("\\{[^}]+}", "[^/]+"));
  }

  /**
   * From here on an object that is described in parts is described as one: no part would take the
   * others' members when it is closed.
   */
  private void whole(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("allOf").size() > 1) {
      ObjectNode one = JSON.createObjectNode().put("type", "object");
      for (JsonNode each : object.remove("allOf")) {
        JsonNode part = resolved(each);
        part.get("required").forEach(one.withArray("required")::add);
        one.withObject("properties").setAll((ObjectNode) part.get("properties"));
      }
      object.setAll(one);
    }
    node.forEach(this::whole);
  }

  /** From here on no object has a member that is not described; problems may. */
  private static void closed(JsonNode node) {
    if (node instanceof ObjectNode object) {
      // No keyword of a schema's.
      object.remove("example");
    }
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && object.path("type").asText().equals("object")
        && !object.path("description").asText().equals("RFC 9457")) {
      object.put("additionalProperties", false);
    }
    node.forEach(Interface::closed);
  }

  /**
   * Notes a response down.
   *
   * @param path without the query
   * @throws AssertionError when it is not as described
   */
  void saw(String method, String path, int status, String type, String body) {
    if (!watching) {
      return;
    }
    Optional<Call> known =
        calls.stream()
            .filter(call -> call.fits(method.toLowerCase(Locale.ROOT), path))
            .min((one, other) -> Integer.compare(literal(other), literal(one)));
    if (known.isEmpty()) {
      return;
    }
    if (status >= 500 && !type.startsWith(PROBLEM)) {
      // A proxy's, or a server's that is just starting or stopping.
      return;
    }
    Call call = known.get();
    JsonNode response = resolved(call.operation().path("responses").path(String.valueOf(status)));
    String problem = status + problem(body, type);
    if (ANYWHERE.contains(problem) && !problems(response).contains(problem(body, type).strip())) {
      return;
    }
    if (response.isMissingNode()) {
      throw new AssertionError(call.id() + " is not said to answer " + problem + ": " + body);
    }
    check(call, status, response, type.replaceFirst(";.*", ""), body);
    seen.add(call.id() + " " + problem);
  }

  /** A path that is spelt out goes before one with a parameter. */
  private static int literal(Call call) {
    return call.path().pattern().replace("[^/]+", "").length();
  }

  private static String problem(String body, String type) {
    return type.startsWith(PROBLEM)
        ? " " + parsed(body).path("type").asText().replaceFirst("^.*:", "")
        : "";
  }

  private void check(Call call, int status, JsonNode response, String type, String body) {
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      if (!body.isEmpty()) {
        throw new AssertionError(call.id() + " " + status + " has a body: " + body);
      }
      return;
    }
    JsonNode schema = content.path(type).path("schema");
    if (schema.isMissingNode()) {
      throw new AssertionError(call.id() + " " + status + " is not said to be " + type);
    }
    if (type.endsWith("json")) {
      Set<ValidationMessage> flaws = schema(schema).validate(parsed(body));
      if (!flaws.isEmpty()) {
        throw new AssertionError(call.id() + " " + status + " " + flaws + ": " + body);
      }
    }
  }

  private JsonSchema schema(JsonNode schema) {
    return schemas.computeIfAbsent(
        schema,
        node -> {
          ObjectNode whole = node.deepCopy();
          whole.set("components", description.get("components"));
          return JsonSchemaFactory.getInstance(VersionFlag.V202012)
              .getSchema(
                  whole, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
        });
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? description.at(node.get("$ref").asText().substring(1)) : node;
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + body, e);
    }
  }

  /** All that is described, one line for each call, status and type of problem. */
  public Set<String> documented() {
    Set<String> documented = new TreeSet<>();
    for (Call call : calls) {
      call.operation()
          .get("responses")
          .properties()
          .forEach(
              response -> {
                String line = call.id() + " " + response.getKey();
                List<String> problems = problems(resolved(response.getValue()));
                problems.forEach(problem -> documented.add(line + " " + problem));
                if (problems.isEmpty()) {
                  documented.add(line);
                }
              });
    }
    return documented;
  }

  private static List<String> problems(JsonNode response) {
    List<String> problems = new ArrayList<>();
    response
        .at("/content/application~1problem+json/schema/properties/type/enum")
        .forEach(type -> problems.add(type.asText().replaceFirst("^.*:", "")));
    return problems;
  }

  /** What is described and has not been seen in this run. */
  public Set<String> unseen() {
    Set<String> unseen = documented();
    unseen.removeAll(seen);
    return unseen;
  }

  /** The method and the path of every call, by its id; parameters in braces. */
  public Map<String, Map.Entry<String, String>> calls() {
    Map<String, Map.Entry<String, String>> byId = new HashMap<>();
    paths()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(item -> METHODS.contains(item.getKey()))
                    .forEach(
                        item ->
                            byId.put(
                                item.getValue().get("operationId").asText(),
                                Map.entry(item.getKey().toUpperCase(Locale.ROOT), path.getKey()))));
    return byId;
  }

  /** Whether the call is said to answer so. */
  public boolean answers(String call, int status) {
    return calls.stream()
        .filter(each -> each.id().equals(call))
        .anyMatch(each -> each.operation().get("responses").has(String.valueOf(status)));
  }
}
