package org.streamchat.conversation.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streamchat.conversation.entity.Again;
import org.streamchat.conversation.entity.Change;
import org.streamchat.conversation.entity.MessageStatus;
import org.streamchat.conversation.entity.Outcome;
import org.streamchat.conversation.entity.OwnRole;
import org.streamchat.conversation.entity.RoleText;
import org.streamchat.conversation.entity.Running;
import org.streamchat.conversation.entity.SearchQuery;
import org.streamchat.conversation.entity.SessionChange;
import org.streamchat.platform.control.Database;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.Node;
import org.streamchat.platform.control.RealDatabase;
import org.streamchat.provider.entity.Exchange;
import org.streamchat.provider.entity.FinishReason;

/** How the database goes about every query, among 100,000 messages of 2,000 sessions. */
class PlansIT {
  private static final Logger LOG = System.getLogger(PlansIT.class.getName());
  private static final int SESSIONS = 2_000;
  private static final int MESSAGES_A_SESSION = 50;
  private static final int SESSIONS_AN_OWNER = 100;
  private static final int SESSIONS_A_STATEMENT = 40;
  private static final RealDatabase REAL = RealDatabase.running();

  private final Set<String> heard = new LinkedHashSet<>();
  private final Database database = REAL.telling(heard::add);
  private final Conversations conversations =
      new Conversations(database, new FixedProviders(), new Node("node-1"), ContextSettings.USUAL);
  private final Sessions sessions =
      new Sessions(database, new FixedProviders(), SessionsIT.nobody());
  private final Transcripts transcripts = new Transcripts(database, new FixedProviders());
  private final Roles roles = new Roles(database);
  private final Exchanges exchanges = new Exchanges(database, Environment.of(Map.of()));

  @BeforeAll
  static void fill() {
    REAL.execute(
        "insert into chat_session (id, owner, title, title_set_by_user, current_leaf, version, created_at, updated_at)"
            + (" select " + sessionId("seq"))
            + (", concat('many-', seq div "
                + SESSIONS_AN_OWNER
                + "), concat('Title ', seq), false, ")
            + messageId("seq", String.valueOf(MESSAGES_A_SESSION))
            + ", 1, '2026-01-01', '2026-01-01' + interval seq second from "
            + sequence(0, SESSIONS - 1));
    for (int from = 0; from < SESSIONS; from += SESSIONS_A_STATEMENT) {
      String pairs =
          sequence(from, from + SESSIONS_A_STATEMENT - 1)
              + " s join "
              + sequence(1, MESSAGES_A_SESSION)
              + " m";
      REAL.execute(
          "insert into message (id, session_id, parent_id, author, status, created_at, content) select "
              + messageId("s.seq", "m.seq")
              + ", "
              + sessionId("s.seq")
              + ", if(m.seq = 1, null, "
              + messageId("s.seq", "m.seq - 1")
              + "), if(m.seq % 2, 'USER', 'ASSISTANT'), 'COMPLETE', '2026-01-01', "
              + "concat('Text ', m.seq, ' of many words 蜜蜂 ', repeat('and more of them ', 3)) from "
              + pairs);
      REAL.execute(
          "insert into generation (id, session_id, message_id, user_message_id, owner, status, epoch, node,"
              + " last_seq, provider, model, started_at) select "
              + messageId("s.seq", "m.seq + 100")
              + ", "
              + sessionId("s.seq")
              + ", "
              + messageId("s.seq", "m.seq")
              + ", "
              + messageId("s.seq", "m.seq - 1")
              + ", concat('many-', s.seq div 100), 'COMPLETE', 1, 'n', 3, 'fixed', 'small', '2026-01-01' from "
              + pairs
              + " where m.seq % 2 = 0");
    }
    REAL.execute(
        "insert into chat_role (id, owner, name, prompt, version) select "
            + sessionId("seq")
            + ", concat('many-', seq div 10), 'R', 'P', 1 from "
            + sequence(0, 999));
    REAL.rows("analyze table chat_session, message, generation, chat_role");
  }

  private static String sequence(int from, int to) {
    return "seq_" + from + "_to_" + to;
  }

  private static String sessionId(String number) {
    return "concat('01890000-0000-7000-8000-', lpad(lower(hex(" + number + ")), 12, '0'))";
  }

  private static String messageId(String session, String number) {
    return "concat('01890000-', lpad(lower(hex("
        + session
        + ")), 4, '0'), '-7000-8000-',"
        + " lpad(lower(hex("
        + number
        + ")), 12, '0'))";
  }

  @Test
  void noQueryGoesThroughAWholeTable() {
    everything();

    List<String> slow = new ArrayList<>();
    for (String statement : heard) {
      if (statement.toLowerCase(Locale.ROOT).matches("(?s)\\s*(select|with|update|delete).*")) {
        for (Map<String, String> step : REAL.rows("explain " + statement)) {
          if (Set.of("ALL", "index").contains(String.valueOf(step.get("type")))
              && REAL_TABLES.contains(String.valueOf(step.get("table")))
              && Long.parseLong(step.get("rows")) > 1) {
            slow.add(step + "\n  " + statement.lines().reduce("", (a, b) -> a + " " + b.strip()));
          }
        }
      }
    }
    assertThat(heard).hasSizeGreaterThan(40);
    assertThat(slow).isEmpty();
  }

  /** By the names and aliases that the statements give them. */
  private static final Set<String> REAL_TABLES =
      Set.of(
          "chat_session", "message", "generation", "chat_role", "s", "m", "g", "t", "o", "p", "c");

  /** Every query there is, at least once. */
  private void everything() {
    String owner = "many-7";
    String session = id(owner, 3);
    List<String> ids = transcripts.branch(owner, session).messageIds();
    sessions.list(owner, null, sessions.list(owner, null, null, 30).next(), 30);
    for (String q : List.of("title 712", "words", "蜜蜂", "Text 蜜蜂")) {
      sessions.list(
          owner, SearchQuery.of(q), sessions.list(owner, SearchQuery.of(q), null, 9).next(), 9);
    }
    sessions.read(owner, session);
    sessions.messages(owner, session, sessions.messages(owner, session, null, 20).next(), 20);
    sessions.show(owner, session, ids.get(10));
    sessions.change(owner, session, SessionChange.title("Renamed"));
    sessions.isEntitled(session, "Renamed");
    sessions.entitle(session, "Renamed", "Other");
    transcripts.forEach(transcripts.whole(owner, session), message -> {});

    OwnRole role = roles.create(owner, new RoleText("R", null, "P", null, null));
    roles.own(owner);
    roles.role(owner, role.id());
    roles.change(owner, role.id(), role.text());
    SessionChange inRole =
        new SessionChange(null, Change.to(role.id()), Change.NONE, Change.NONE, Change.NONE);
    sessions.change(owner, session, inRole);

    end(conversations.begin(owner, session, Talk.ask("q")).running(), MessageStatus.STOPPED);
    end(conversations.reopen(owner, session).running(), MessageStatus.COMPLETE);
    Again again = new Again(null, null, "key-" + System.nanoTime());
    conversations.hasBegun(owner, again.idempotencyKey());
    Running running = conversations.again(owner, session, ids.get(9), again).running();
    conversations.again(owner, session, ids.get(9), again);
    sessions.read(owner, session);
    conversations.running(Instant.now());
    conversations.checkpoint(running.generationId(), 1, 2, "so", "");
    Running taken = conversations.takeOver(running.generationId(), 1, 2).orElseThrow();
    end(taken, MessageStatus.COMPLETE);
    conversations.answer(running.generationId());
    exchanges.of(owner, session, running.messageId());
    exchanges.forget();
    conversations.latest(owner, session);
    conversations.answer(owner, session, running.generationId());
    end(
        conversations.edit(owner, session, ids.get(8), Talk.ask("e")).running(),
        MessageStatus.COMPLETE);
    sessions.forget(owner, session);
    roles.delete(owner, role.id());
    sessions.delete(owner, session);
  }

  private void end(Running running, MessageStatus status) {
    conversations.finish(
        new Outcome(
            running.generationId(),
            running.epoch(),
            3,
            status,
            FinishReason.STOP,
            "a",
            "",
            null,
            1,
            null,
            null),
        new Exchange("{}"));
  }

  private static String id(String owner, int number) {
    return REAL.text(
        "select id from chat_session where owner = '"
            + owner
            + "' order by id limit "
            + number
            + ", 1");
  }

  @Test
  void tellsHowLongListAndOpenTake() {
    Sessions sessions = new Sessions(REAL.pooled(), new FixedProviders(), SessionsIT.nobody());
    Random random = new Random(7);
    long[] lists = new long[50];
    long[] opens = new long[50];
    for (int i = 0; i < lists.length; i++) {
      String owner = "many-" + (8 + random.nextInt(10));
      String session = id(owner, random.nextInt(SESSIONS_AN_OWNER));
      long start = System.nanoTime();
      assertThat(sessions.list(owner, null, null, 30).items()).hasSize(30);
      long listed = System.nanoTime();
      sessions.read(owner, session);
      assertThat(sessions.messages(owner, session, null, 100).items()).hasSize(50);
      lists[i] = listed - start;
      opens[i] = System.nanoTime() - listed;
    }
    LOG.log(Level.INFO, "medians: list {0} µs, open {1} µs", median(lists), median(opens));
  }

  private static long median(long[] nanos) {
    Arrays.sort(nanos);
    return nanos[nanos.length / 2] / 1_000;
  }
}
