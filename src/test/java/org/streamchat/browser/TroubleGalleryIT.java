package org.streamchat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.streamchat.support.ChatStream;
import org.streamchat.support.Frame;
import org.streamchat.support.Script;

/** What the reader sees of trouble: with the network, the model, the server and the limits. */
class TroubleGalleryIT extends Gallery {
  private static final String SEND = "**/completions";
  private static final String SIGN_IN =
      "{\"type\": \"urn:streamchat:problem:unauthenticated\", \"title\": \"Sign in first\", \"status\": 401, \"login\": \"/login\"}";

  @ParameterizedTest
  @EnumSource
  void theNetwork(Look look) {
    openAnswered(look);
    context.setOffline(true);
    page.ask("stops tokens=3000 pace=30");
    page.await("offline");
    page.awaitShown("Waits for the network and is sent once");
    state("waits-to-be-sent");
    context.setOffline(false);
    page.await("answering");
    page.awaitAnswers(2);
    page.awaitText(10);
    network.breakDown();
    page.await("reconnecting");
    page.awaitShown("Connection lost. Reconnecting; nothing is lost.");
    state("reconnecting");
    context.setOffline(true);
    page.await("offline");
    state("offline");
    context.setOffline(false);
    network.mend();
    page.await("answering");
    page.press("Stop");
    page.await("done");
    page.awaitShown("Stopped");
    state("stopped");
  }

  @ParameterizedTest
  @EnumSource
  void theModel(Look look) {
    CountDownLatch gate = new CountDownLatch(1);
    open(look);
    MODEL.script(
        subject.question(),
        Script.stream().role().text(subject.beginning()).pause(Duration.ofMillis(20)).reset(),
        Script.stream().until(gate).role().text(subject.rest()).finish("stop").done());
    page.ask(subject.question());
    page.await("recovering");
    page.awaitShown("The server is picking the answer up again");
    shown(".answer .markdown");
    state("recovering");
    gate.countDown();
    page.await("done");
    MODEL.script(
        "fails",
        Script.stream().role().text(subject.beginning()).pause(Duration.ofMillis(20)).reset(),
        Script.refuse());
    page.ask("fails");
    page.awaitAnswers(2);
    page.await("failed");
    page.awaitShown("Continue");
    state("failed");
    MODEL.script("nothing", Script.status(401).json("{\"error\": {\"message\": \"no\"}}"));
    page.ask("nothing");
    page.awaitAnswers(3);
    page.await("failed");
    page.awaitShown("The model provider rejected the key.");
    state("no-answer");
  }

  @ParameterizedTest
  @EnumSource
  void theLimits(Look look) {
    openAnswered(look);
    tab.route(SEND, route -> route.fulfill(limited("20")));
    page.ask(subject.found());
    page.await("reconnecting");
    shown(".state .words");
    assertThat(shown(".state").textContent())
        .contains(look.words().of("Too many requests. Wait a moment."));
    state("limit-waits");
    tab.unroute(SEND);
    page.press("Stop");
    page.await("idle");
    page.awaitDraft(subject.found());
    page.type("");
    tab.route(SEND, route -> route.fulfill(limited("1800")));
    page.ask(subject.found());
    page.await("failed");
    page.awaitShown("Not sent");
    state("refused");
    tab.unroute(SEND);
    page.press("Edit");
    page.awaitDraft(subject.found());
  }

  @ParameterizedTest
  @EnumSource
  void anotherDeviceHasAsked(Look look) {
    CountDownLatch gate = new CountDownLatch(1);
    openAnswered(look);
    MODEL.script(
        "elsewhere",
        Script.stream().role().text(subject.beginning()).until(gate).finish("stop").done());
    try (ChatStream other = chat.client().ask(page.session(), "elsewhere")) {
      page.ask(subject.found());
      page.awaitAnswers(2);
      page.await("answering");
      page.awaitDraft(subject.found());
      page.awaitShown(
          "An answer is being made in this chat already. Your message is back in the box.");
      state("busy");
      gate.countDown();
      assertThat(Frame.text(other.rest())).isEqualTo(subject.beginning());
    }
    page.await("done");
  }

  @ParameterizedTest
  @EnumSource
  void theServer(Look look) {
    open(look);
    tab.route("**/api/sessions?*", route -> route.fulfill(refusal(500, "internal")));
    tab.route("**/api/sessions", route -> route.fulfill(refusal(500, "internal")));
    page.reload();
    openList();
    page.awaitShown("The list of chats cannot be loaded right now.");
    state("list-unreachable");
    tab.unrouteAll();
    page.press("Try again");
    shown(".session");
    closeList();
    tab.navigate(network.url().resolve("chat/0190a7b2-0000-7000-8000-000000000000").toString());
    page.awaitShown("There is no such chat.");
    state("missing");
    tab.route("**/api/sessions/*", route -> route.fulfill(refusal(500, "internal")));
    page.reload();
    page.awaitShown("Something went wrong on the server.");
    state("not-loaded");
  }

  @ParameterizedTest
  @EnumSource
  void theSignInAndWhatIsNotDone(Look look) {
    openAnswered(look);
    tab.route("**/api/sessions/*", route -> route.fulfill(answer(401, SIGN_IN)));
    comeBack();
    page.awaitShown("Sign in again");
    state("signed-out");
    tab.unrouteAll();
    comeBack();
    page.awaitGone("Sign in again");
    tab.route("**/context", route -> route.fulfill(refusal(503, "database-unavailable")));
    page.press("This chat");
    choose("Forget earlier messages");
    page.awaitShown("The earlier messages could not be left out.");
    state("not-done");
    page.press("Dismiss");
    page.awaitGone("Dismiss");
  }

  private static Route.FulfillOptions limited(String seconds) {
    Route.FulfillOptions refusal = refusal(429, "limit-exceeded");
    refusal.headers =
        java.util.Map.of("Content-Type", "application/problem+json", "Retry-After", seconds);
    return refusal;
  }
}
