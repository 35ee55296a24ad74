package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Chromium;
import org.streamchat.support.Relay;
import org.streamchat.support.ScriptedModel;

/**
 * What the browser tests share: one server, one model, and for each test a browser that has never
 * been here.
 */
abstract class BrowserTest {
  /** One model for all of them, so that the server need not be started anew. */
  static final ScriptedModel MODEL = ScriptedModel.start();

  static final Map<String, String> SETTINGS =
      Map.of(
          "STREAMCHAT_PROVIDERS", "openai,second",
          "OPENAI_API_KEY", "test",
          "OPENAI_BASE_URL", MODEL.baseUrl().toString(),
          "OPENAI_MODEL", "scripted",
          "STREAMCHAT_PROVIDER_SECOND_TYPE", "openai",
          "STREAMCHAT_PROVIDER_SECOND_BASE_URL", MODEL.baseUrl().toString(),
          "STREAMCHAT_PROVIDER_SECOND_MODELS", "second-model",
          "STREAMCHAT_KEYS_SECRET", "a secret for nothing but the tests",
          "STREAMCHAT_LIMITS_TOKENS_PER_DAY", "100000000");

  final ChatSystem chat = ChatSystem.shared(SETTINGS);
  BrowserContext context;
  Relay network;
  private final List<String> complaints = new ArrayList<>();

  @BeforeEach
  void openBrowser() {
    network = new Relay(chat.url());
    context = newContext(new Browser.NewContextOptions().setLocale("en-US"));
  }

  @AfterEach
  void closeBrowser() {
    context.close();
    network.close();
    assertThat(complaints)
        .as("errors of the page's scripts, and what its policy refused")
        .isEmpty();
  }

  BrowserContext newContext(Browser.NewContextOptions options) {
    BrowserContext opened = Chromium.browser().newContext(options);
    opened.onPage(
        page -> {
          page.onPageError(complaints::add);
          page.onConsoleMessage(
              message -> {
                if (message.text().contains("Content Security Policy")) {
                  complaints.add(message.text());
                }
              });
        });
    return opened;
  }

  /** The page over the network that can be cut. */
  ChatPage open() {
    return ChatPage.open(context, network.url());
  }

  /** The page's text, the stored text and the model's text are the same, and each is there once. */
  void assertWhole(ChatPage page, String question) {
    String whole = ScriptedModel.answerTo(question);
    List<JsonObject> messages = chat.client().messages(page.session());
    JsonObject stored = messages.get(messages.size() - 1);
    assertThat(stored.getString("content")).isEqualTo(whole);
    assertThat(stored.getString("status")).isEqualTo("complete");
    assertThat(page.copied()).isEqualTo(whole);
    assertThat(page.answers().count() + page.questions().count()).isEqualTo(messages.size());
  }

  /** What other tests have left fills the list. */
  void forgetChats() {
    ChatClient client = chat.client();
    for (List<JsonObject> left = chats(client); !left.isEmpty(); left = chats(client)) {
      left.forEach(each -> client.send("DELETE", "api/sessions/" + each.getString("id"), null));
    }
  }

  private static List<JsonObject> chats(ChatClient client) {
    return client
        .get("api/sessions?limit=100")
        .json()
        .getJsonArray("sessions")
        .getValuesAs(JsonObject.class);
  }
}
