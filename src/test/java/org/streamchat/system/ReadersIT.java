package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streamchat.support.ChatClient;
import org.streamchat.support.ChatStream;
import org.streamchat.support.ChatSystem;
import org.streamchat.support.Frame;
import org.streamchat.support.Jvm;
import org.streamchat.support.Script;
import org.streamchat.support.ScriptedModel;

/** Many watch one answer, and most of them never read. */
class ReadersIT {
  private static final int DEAD = 200;
  private static final int ALIVE = 50;
  private static final int PIECES = 480;
  private static final int PIECE = 2_000;
  private static final ScriptedModel MODEL = ScriptedModel.shared();
  private static ChatSystem server;
  private static ChatClient chat;

  @BeforeAll
  static void start() {
    server =
        ChatSystem.apart(
            "readers",
            Map.of("STREAMCHAT_WRITE_LIMIT", "20s", "STREAMCHAT_PROVIDER_IDLE_TIMEOUT", "10m"));
    chat = server.client();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(180));
  }

  @Test
  void readersWhoNeverReadAreCutOffAndHoldUpNobody() throws IOException {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch last = new CountDownLatch(1);
    Script script = Script.stream().role().text("Begin. ").until(gate);
    // Of more than the kernel keeps for a connection.
    IntStream.range(0, PIECES).forEach(i -> script.text(i + "字".repeat(PIECE)));
    script.text("Nearly.").until(last).text("End.").finish("stop").done();
    MODEL.script("dead readers", script);
    String session = chat.createSession();
    List<Socket> dead = new ArrayList<>();
    try (ChatStream first = chat.ask(session, "dead readers")) {
      List<Frame> mine = new ArrayList<>(first.take(2));
      CompletableFuture<List<Frame>> myRest = first.restLater();
      List<Reader> alive = Stream.generate(() -> new Reader(session)).limit(ALIVE).toList();
      for (int i = 0; i < DEAD; i++) {
        dead.add(neverReads(session));
      }
      patiently().until(ReadersIT::followers, followers -> followers == 1 + ALIVE + DEAD);
      long before = Jvm.liveBytes(server.pid());
      AtomicLong most = new AtomicLong();
      gate.countDown();
      patiently().until(() -> alive.stream().allMatch(Reader::hasNearlyAll));
      // They have not waited for the dead, none of whom has been given up yet.
      assertThat(followers()).isEqualTo(1 + ALIVE + DEAD);
      patiently()
          .until(
              () -> {
                most.accumulateAndGet(Jvm.liveBytes(server.pid()), Math::max);
                return followers();
              },
              followers -> followers == 1 + ALIVE);
      // Each holds a frame or two, not what it has not read.
      assertThat(most.get() - before).isLessThan((long) DEAD * PIECES * PIECE * 3 / 4);
      last.countDown();
      mine.addAll(myRest.join());
      assertThat(Frame.text(mine)).startsWith("Begin. 0字").endsWith("Nearly.End.");
      for (Reader reader : alive) {
        assertThat(reader.text()).isEqualTo(Frame.text(mine));
      }
    } finally {
      gate.countDown();
      last.countDown();
      for (Socket socket : dead) {
        socket.close();
      }
    }
  }

  /** Reads all there is as it comes. */
  private static final class Reader {
    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> reading;

    Reader(String session) {
      reading = chat.follow(session, "").eachLater(frames::add);
    }

    boolean hasNearlyAll() {
      return !frames.isEmpty() && frames.get(frames.size() - 1).content().endsWith("Nearly.");
    }

    String text() {
      reading.join();
      return Frame.text(frames);
    }
  }

  private static Socket neverReads(String session) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.url().getPort()));
    String request =
        "GET /api/chat/"
            + session
            + "/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static long followers() {
    Matcher gauge =
        Pattern.compile("(?m)^streamchat_followers\\S* ([0-9.E]+)")
            .matcher(chat.with("Accept", "text/plain").get("metrics?scope=application").body());
    return gauge.find() ? (long) Double.parseDouble(gauge.group(1)) : -1;
  }
}
