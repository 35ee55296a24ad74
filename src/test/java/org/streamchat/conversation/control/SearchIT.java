package org.streamchat.conversation.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.streamchat.conversation.entity.Page;
import org.streamchat.conversation.entity.Passage;
import org.streamchat.conversation.entity.SearchQuery;
import org.streamchat.conversation.entity.SessionChange;
import org.streamchat.conversation.entity.SessionView;
import org.streamchat.problem.Problem;

class SearchIT {
  private final Talk talk = new Talk();

  @Test
  void findsByATitleTakenLiterally() {
    title("100% Bienen 蜜蜂");
    title("1000 Bären 👍");

    assertThat(titles("100%")).containsExactly("100% Bienen 蜜蜂");
    assertThat(titles("蜜")).hasSize(1);
    assertThat(titles("BIENEN")).hasSize(1);
    assertThat(titles("👍")).containsExactly("1000 Bären 👍");
    assertThat(titles("👎")).isEmpty();
    assertThat(titles("_")).isEmpty();
    assertThat(titles("100")).hasSize(2);
  }

  @Test
  void findsWordsOfMessagesByTheirBeginningInAnyOrder() {
    talk.say("How do honey-bees find their way home, after a long flight?");
    talk.session = null;
    talk.say("How do I bake bread?");

    assertThat(found("honey FLIGHT")).hasSize(1);
    assertThat(found("fli bees")).hasSize(1);
    assertThat(found("how do")).hasSize(2);
    assertThat(found("honey bread")).isEmpty();
    assertThat(found("honey-bees")).hasSize(1);
    assertThat(found("honey+bees")).isEmpty();
    assertThat(passage("flight"))
        .containsIgnoringCase("home, after a long flight?")
        .doesNotContain("\n");
  }

  @Test
  void findsChineseAnywhereInATextAndShowsWhatIsAroundIt() {
    talk.say("前".repeat(200) + "蜜蜂怎么找到回家的路" + "后".repeat(400));

    assertThat(passage("找到回家")).startsWith("…前前").contains("蜜蜂怎么找到回家的路后").endsWith("后…");
    assertThat(found("回家 蜜蜂")).hasSize(1);
    assertThat(found("回到")).isEmpty();
    assertThat(talk.messages().get(0).message().id()).isNotNull();
  }

  @Test
  void takesTheQueryAsDataOnly() {
    talk.say("Operators: +must -not (group) ~less <fewer> \"phrase\" wild* @5 50% under_score");

    for (String q :
        List.of(
            "+must",
            "-not",
            "(group)",
            "~less",
            "<fewer>",
            "\"phrase\"",
            "wild*",
            "@5",
            "50%",
            "under_score",
            "+must -not")) {
      assertThat(found(q)).as(q).hasSize(1);
    }
    for (String q : List.of("'", "\\", "\"", "+-<>()~*\"@", "' or 1=1 -- ", "%%", "!", "+", "*")) {
      assertThat(titles(q)).as(q).hasSizeLessThanOrEqualTo(1);
    }
    assertThat(Talk.problemOf(() -> SearchQuery.of("x".repeat(201))))
        .isEqualTo(Problem.INVALID_REQUEST);
    assertThat(Talk.problemOf(() -> SearchQuery.of("\ud83d"))).isEqualTo(Problem.INVALID_REQUEST);
    assertThat(SearchQuery.of(" \n ")).isNull();
  }

  @Test
  void neverShowsWhatIsAnothers() {
    new Talk().say("A zebraword of theirs 斑马");
    talk.say("Mine");

    assertThat(titles("zebraword")).isEmpty();
    assertThat(titles("斑马")).isEmpty();
  }

  @Test
  void forgetsWhatIsDeletedAndGoesThroughPages() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      talk.session = null;
      talk.say("quokka number " + i);
      ids.add(0, talk.session);
    }
    talk.sessions.delete(talk.owner, ids.remove(2));

    List<String> seen = new ArrayList<>();
    String before = null;
    do {
      Page<SessionView> page = talk.sessions.list(talk.owner, SearchQuery.of("quokka"), before, 3);
      page.items().forEach(view -> seen.add(view.session().id()));
      before = page.next();
    } while (before != null);
    assertThat(seen).isEqualTo(ids);
  }

  private void title(String title) {
    talk.sessions.create(talk.owner, SessionChange.title(title));
  }

  private List<SessionView> list(String q) {
    return talk.sessions.list(talk.owner, SearchQuery.of(q), null, 10).items();
  }

  private List<String> titles(String q) {
    return list(q).stream().map(view -> view.session().title()).toList();
  }

  /** The passages of those found by a message. */
  private List<Passage> found(String q) {
    return list(q).stream().map(SessionView::passage).toList();
  }

  private String passage(String q) {
    return found(q).get(0).text();
  }
}
