package org.streamchat.stream.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.streamchat.stream.control.Soon.soon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.streamchat.stream.Page;
import org.streamchat.stream.control.DeliveryThreads;
import org.streamchat.stream.control.LogUnavailableException;
import org.streamchat.stream.control.MemoryStore;
import org.streamchat.stream.control.Site;
import org.streamchat.stream.control.Site.Told;
import org.streamchat.stream.control.StreamWriter;
import org.streamchat.stream.control.TestSettings;
import org.streamchat.stream.control.TestThreads;
import org.streamchat.stream.entity.Cursor;
import org.streamchat.stream.entity.Draft;

/**
 * Whatever befalls the log, its owner and the connections: in the end every viewer has exactly what
 * was written, and the end once.
 */
class FaultyRunsTest {
  private static final String G = "generation";
  private static final Duration LEASE = Duration.ofMillis(10);
  private static final int STEPS = 60;
  private static final List<String> PIECES =
      List.of("word ", "字", "\n", "\"", "\\", "👍", "\ud83d", "\ude00", "a\ud83d", "\ude00b");

  private static final Logger LOG = Logger.getLogger("org.streamchat.stream");

  @BeforeAll
  static void expectFaults() {
    LOG.setLevel(Level.SEVERE);
  }

  @AfterAll
  static void expectNoFaults() {
    LOG.setLevel(null);
  }

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void endWithTheSameTextForEveryViewer(int seed) {
    try (Run run = new Run(seed)) {
      for (int step = 0; step < STEPS; step++) {
        run.step();
      }
      run.end();
      for (Viewer viewer : run.viewers) {
        soon(() -> run.settled(viewer));
        assertThat(viewer.page.text()).isEqualTo(run.whole);
        assertThat(viewer.page.dropped()).isZero();
      }
    }
  }

  private static final class Node {
    private final Site site;
    private final DeliveryThreads threads = new DeliveryThreads(TestThreads.FACTORY);
    private final Delivery delivery;

    Node(MemoryStore store, String name) {
      site = new Site(store, name, LEASE);
      delivery = new Delivery(site.streams(), TestSettings.memory(LEASE), threads);
    }

    void tick() {
      site.streams().tick();
      site.streams().look();
      delivery.tick();
      delivery.relieve();
    }

    void close() {
      site.close();
      threads.close();
    }
  }

  /** A page that comes back whenever its connection ends without the stream's end. */
  private static final class Viewer {
    private final Page page = new Page();
    private FakeSink sink;

    void attach(Node node) {
      if (sink != null && !sink.isClosed()) {
        sink.fail();
      }
      page.disconnected();
      sink = new FakeSink(page);
      try {
        node.delivery.follow(new Cursor(G, page.lastSeq()), sink, new FakeSse());
      } catch (LogUnavailableException refused) {
        sink.close();
      }
    }
  }

  private static final class Run implements AutoCloseable {
    private final MemoryStore store = new MemoryStore();
    private final List<Node> nodes = List.of(new Node(store, "a"), new Node(store, "b"));
    private final List<Viewer> viewers = new ArrayList<>();
    private final List<StreamWriter> formers = new ArrayList<>();
    private final Random random;
    private int owner;
    private StreamWriter writer;
    private volatile String whole;
    private volatile long lastSeq;

    Run(int seed) {
      random = new Random(seed);
      for (Node node : nodes) {
        node.site.streams().onSilence(stream -> conclude(node));
      }
      writer = nodes.get(0).site.begin(G, new Told());
      soon(() -> !store.entries(G).isEmpty());
      join();
      join();
    }

    private void conclude(Node node) {
      String known = whole;
      if (known != null) {
        node.site
            .streams()
            .conclude(G, lastSeq, List.of(Site.snapshot(known), Draft.end("done", "{}")));
      }
    }

    private Node anyNode() {
      return nodes.get(random.nextInt(2));
    }

    private void join() {
      Viewer viewer = new Viewer();
      viewers.add(viewer);
      viewer.attach(anyNode());
    }

    void step() {
      int dice = random.nextInt(100);
      if (dice < 60) {
        writer.text("message", PIECES.get(random.nextInt(PIECES.size())));
      } else if (dice < 65) {
        writer.event("notice", "{}");
      } else if (dice < 68) {
        loseSomething();
      } else if (dice < 72) {
        store.away(random.nextBoolean());
      } else if (dice < 76) {
        store.losesAnswers(random.nextBoolean());
      } else if (dice < 84) {
        nodes.forEach(Node::tick);
      } else if (dice < 92) {
        viewers.get(random.nextInt(viewers.size())).attach(anyNode());
      } else if (dice < 94 && viewers.size() < 6) {
        join();
      } else if (dice < 96) {
        takeOver();
      } else {
        awaitAnyProgress();
      }
    }

    private void loseSomething() {
      if (random.nextBoolean()) {
        store.forget();
      } else {
        store.restart(random.nextInt(4));
      }
    }

    /** The owner is thought to be dead, though it goes on writing until it finds out. */
    private void takeOver() {
      store.away(false);
      store.losesAnswers(false);
      int next = 1 - owner;
      StreamWriter former = writer;
      soon(
          () -> {
            store.expireLease(G);
            Optional<StreamWriter> won =
                nodes.get(next).site.takeOver(G, former.epoch(), new Told());
            won.ifPresent(taken -> writer = taken);
            return won.isPresent();
          });
      owner = next;
      former.text("message", "of no account");
      formers.add(former);
      nodes.forEach(Node::tick);
    }

    private void awaitAnyProgress() {
      int trips = store.trips().size();
      writer.text("message", ".");
      soon(() -> store.trips().size() > trips || !nodes.get(owner).site.streams().isLogAvailable());
    }

    /** As a run does: first the database has it, then the log. */
    void end() {
      if (random.nextBoolean()) {
        store.away(false);
        store.losesAnswers(false);
      }
      writer.seal();
      lastSeq = writer.seq() + 1;
      whole = writer.text("message");
      StreamWriter ending = writer;
      Site site = nodes.get(owner).site;
      writer.end("done", "{}").thenRun(() -> site.streams().close(ending));
      // A former owner of whom the log has forgotten that it is one learns it from the database.
      formers.forEach(StreamWriter::abandon);
    }

    boolean settled(Viewer viewer) {
      store.away(false);
      store.losesAnswers(false);
      nodes.forEach(Node::tick);
      if (viewer.sink.isClosed() && !viewer.page.isEnded()) {
        viewer.attach(anyNode());
      }
      return viewer.page.isEnded();
    }

    @Override
    public void close() {
      nodes.forEach(Node::close);
    }
  }
}
