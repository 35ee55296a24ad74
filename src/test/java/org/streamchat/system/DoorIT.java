package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatClient.Reply;
import org.streamchat.support.ChatSystem;

/** What every answer says of how it may be used, and what other sites' pages get. */
class DoorIT {
  private final ChatClient chat = ChatSystem.scripted().client();

  @Test
  void answersSayHowTheyMayBeUsed() {
    Reply page = chat.get("");
    Reply call = chat.get("api/me");
    Reply missing = chat.get("nothing/here");

    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
        .doesNotContain("unsafe", "*");
    assertThat(call.header("Content-Security-Policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'");
    for (Reply reply : List.of(page, call, missing)) {
      assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(reply.headers().firstValue("Server")).isEmpty();
      assertThat(reply.headers().firstValue("X-Powered-By")).isEmpty();
      // By http there is nothing to promise.
      assertThat(reply.headers().firstValue("Strict-Transport-Security")).isEmpty();
    }
    assertThat(call.header("Cache-Control")).isEqualTo("no-store");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.problem()).isEqualTo("not-found");
  }

  @Test
  void otherSitesPagesGetNothing() {
    ChatClient other = chat.with("Origin", "https://evil.example");
    Reply read = other.get("api/me");
    Reply asked =
        other
            .with(
                "Access-Control-Request-Method", "POST",
                "Access-Control-Request-Headers", "content-type")
            .send("OPTIONS", "api/sessions", null);
    for (Reply reply : List.of(read, asked)) {
      assertThat(reply.headers().map().keySet())
          .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }
    Reply changed = other.send("POST", "api/sessions", Json.createObjectBuilder().build());
    assertThat(changed.status()).isEqualTo(403);
    assertThat(changed.problem()).isEqualTo("forbidden");
  }

  @Test
  void nobodySignsInWhereEveryoneIsTheLocalUser() {
    assertThat(chat.get("login").problem()).isEqualTo("not-found");
    assertThat(chat.get("api/tokens").problem()).isEqualTo("not-found");
    assertThat(chat.get("api/me").json()).doesNotContainKeys("tokens", "logout");
  }
}
