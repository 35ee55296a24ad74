package org.streamchat.provider.control;

import jakarta.json.stream.JsonGenerator;
import java.net.URI;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.streamchat.provider.entity.Exchange;
import org.streamchat.provider.entity.ModelRequest;

/**
 * What a call leaves for the record. Of the answer it keeps the status, the headers that name it at
 * the provider, and the beginning and the end of its body, where the model, the finish and the
 * usage are; the text between is in the message. The request is not kept but written once more when
 * it is wanted, since the same question makes the same bytes.
 */
final class Evidence implements Consumer<ByteBuffer> {
  private static final int BEGINNING = 4 * 1024;
  private static final int END = 12 * 1024;
  private static final int HALF_OF_REQUEST = 128 * 1024;
  private static final String REMOVED = "[removed]";
  private static final String PLAIN_HEADER = "anthropic-version";
  private static final String PLAIN_PARAMETER = "api-version=";
  private static final List<String> TOLD =
      List.of("content-type", "retry-after", "x-request-id", "request-id", "apim-request-id");

  private Dialect dialect = Dialect.USUAL;
  private int status;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private Excerpt body = new Excerpt(BEGINNING, END);

  /** The question is put, for the first time or again. */
  synchronized void asked(Dialect used) {
    dialect = used;
    status = 0;
    headers.clear();
    body = new Excerpt(BEGINNING, END);
  }

  synchronized void answered(ResponseInfo response) {
    status = response.statusCode();
    TOLD.forEach(
        name -> response.headers().firstValue(name).ifPresent(value -> headers.put(name, value)));
  }

  @Override
  public synchronized void accept(ByteBuffer bytes) {
    body.add(bytes);
  }

  /**
   * @param key with which it was asked, null for none
   */
  synchronized Exchange exchange(ProviderSettings settings, ModelRequest request, String key) {
    List<String> secrets = new ArrayList<>(settings.extraHeaders().values());
    if (key != null) {
      secrets.add(key);
    }
    byte[] json =
        Wire.write(
            members -> {
              request(members, settings, request, key, secrets);
              if (status > 0) {
                response(members, secrets);
              }
            });
    return new Exchange(new String(json, StandardCharsets.UTF_8));
  }

  private void request(
      JsonGenerator json,
      ProviderSettings settings,
      ModelRequest request,
      String key,
      List<String> secrets) {
    json.writeStartObject("request")
        .write("method", "POST")
        .write("url", plain(settings.call(request.model())))
        .writeStartObject("headers")
        .write("Content-Type", "application/json");
    settings
        .headers(key)
        .forEach((name, value) -> json.write(name, name.equals(PLAIN_HEADER) ? value : REMOVED));
    json.writeEnd();
    Excerpt sent = new Excerpt(HALF_OF_REQUEST, HALF_OF_REQUEST);
    sent.add(ByteBuffer.wrap(settings.type().protocol().write(request, settings, dialect)));
    body(json, sent, secrets);
  }

  private void response(JsonGenerator json, List<String> secrets) {
    json.writeStartObject("response").write("status", status).writeStartObject("headers");
    headers.forEach((name, value) -> json.write(name, Excerpt.without(secrets, value)));
    json.writeEnd();
    body(json, body, secrets);
  }

  private static void body(JsonGenerator json, Excerpt body, List<String> secrets) {
    json.write("body", body.text(secrets));
    if (body.dropped() > 0) {
      json.write("droppedBytes", body.dropped());
    }
    json.writeEnd();
  }

  /** The address without what may be a secret: the user, and every parameter's value but one. */
  private static String plain(URI address) {
    StringBuilder plain = new StringBuilder(address.getScheme()).append("://");
    plain.append(address.getHost());
    if (address.getPort() >= 0) {
      plain.append(':').append(address.getPort());
    }
    plain.append(address.getRawPath());
    if (address.getRawQuery() != null) {
      char before = '?';
      for (String parameter : address.getRawQuery().split("&", -1)) {
        plain.append(before).append(shown(parameter));
        before = '&';
      }
    }
    return plain.toString();
  }

  private static String shown(String parameter) {
    int equals = parameter.indexOf('=');
    return parameter.startsWith(PLAIN_PARAMETER) || equals < 0
        ? parameter
        : parameter.substring(0, equals + 1) + REMOVED;
  }
}
