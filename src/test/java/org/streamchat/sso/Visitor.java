package org.streamchat.sso;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.RequestOptions;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Chromium;

/** Somebody with a browser that has never been here. */
final class Visitor implements AutoCloseable {
  static final String SESSION = "sc-session";
  static final String CSRF = "sc-csrf";

  private static final double LIMIT = 60_000;

  final BrowserContext context;
  final Page page;

  /** All addresses that the page has asked for. */
  final List<String> requested = new CopyOnWriteArrayList<>();

  Visitor() {
    context = Chromium.browser().newContext(new Browser.NewContextOptions().setLocale("en-US"));
    page = context.newPage();
    page.setDefaultTimeout(LIMIT);
    page.onRequest(request -> requested.add(request.url()));
  }

  static Visitor signedIn(ChatSystem node, String user) {
    Visitor visitor = new Visitor();
    visitor.signIn(node, user, "/");
    return visitor;
  }

  void signIn(ChatSystem node, String user, String returnPath) {
    page.navigate(node.url().resolve("login?return=" + returnPath).toString());
    fillIn(user);
    page.waitForURL(node.url() + "**");
  }

  /** Signs in on Keycloak's own page. */
  void fillIn(String user) {
    page.fill("#username", user);
    page.fill("#password", user);
    page.click("#kc-login");
  }

  /** Whether Keycloak asks for a password before it lets them in. */
  boolean isAskedForPassword(ChatSystem node) {
    page.navigate(node.url().resolve("login").toString());
    return page.url().contains("/protocol/openid-connect/auth")
        && page.locator("#password").isVisible();
  }

  /** A call with the browser's cookies, as the page makes it. */
  APIResponse call(String method, ChatSystem node, String path) {
    return call(method, node, path, cookie(CSRF));
  }

  /** The same with another CSRF token, or none. */
  APIResponse call(String method, ChatSystem node, String path, String csrf) {
    RequestOptions options =
        RequestOptions.create().setMethod(method).setHeader("Accept", "application/json");
    if (csrf != null) {
      options.setHeader("X-CSRF-Token", csrf);
    }
    if (!method.equals("GET") && path.equals("api/sessions")) {
      options.setHeader("Content-Type", "application/json").setData("{}");
    }
    return context.request().fetch(node.url().resolve(path).toString(), options.setMaxRedirects(0));
  }

  int status(ChatSystem node) {
    return call("GET", node, "api/me").status();
  }

  JsonObject me(ChatSystem node) {
    return json(call("GET", node, "api/me"));
  }

  /** A program that has got hold of the browser's cookies. */
  ChatClient client(ChatSystem node) {
    return node.client().with("Cookie", cookies(), "X-CSRF-Token", cookie(CSRF));
  }

  String cookies() {
    return context.cookies().stream()
        .filter(cookie -> cookie.name.startsWith("sc-"))
        .map(cookie -> cookie.name + "=" + cookie.value)
        .collect(Collectors.joining("; "));
  }

  /** Null when there is none. */
  String cookie(String name) {
    return context.cookies().stream()
        .filter(cookie -> cookie.name.equals(name))
        .map(cookie -> cookie.value)
        .findFirst()
        .orElse(null);
  }

  void plant(ChatSystem node, String name, String value) {
    context.addCookies(List.of(new Cookie(name, value).setUrl(node.url().toString())));
  }

  static JsonObject json(APIResponse response) {
    try (JsonReader reader = Json.createReader(new StringReader(response.text()))) {
      return reader.readObject();
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
