package org.streamchat.stream.control;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.streamchat.stream.control.StreamLog.Append;
import org.streamchat.stream.control.StreamLog.Claim;
import org.streamchat.stream.control.StreamLog.Lease;
import org.streamchat.stream.control.StreamLog.Note;
import org.streamchat.stream.control.StreamLog.Position;
import org.streamchat.stream.control.StreamLog.Verdict;
import org.streamchat.stream.entity.Draft;
import org.streamchat.stream.entity.Entry;

/** What every store of the logs guarantees. */
abstract class StreamLogContract {
  static final String A = "node-1";
  static final String B = "node-10";

  /** Each test has a stream of its own. */
  final String stream = UUID.randomUUID().toString();

  /** The store as a node of this name sees it; the same at every call. */
  abstract StreamLog node(String name);

  abstract void expireLease(String stream);

  /** Loses the oldest entries of a log. */
  abstract void trim(String stream, int lost);

  StreamLog log() {
    return node(A);
  }

  static List<Entry> texts(long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(seq -> Draft.text("message", "text " + seq).at(seq))
        .toList();
  }

  static Entry end(long seq) {
    return Draft.end("done", "{}").at(seq);
  }

  Append fresh(long epoch, List<Entry> entries) {
    return new Append(stream, epoch, true, entries);
  }

  Append more(long epoch, List<Entry> entries) {
    return new Append(stream, epoch, false, entries);
  }

  Verdict append(Append append) {
    return log().append(List.of(append)).get(0);
  }

  Verdict renew(long epoch) {
    return log().renew(List.of(new Lease(stream, epoch))).get(0);
  }

  List<Entry> all() {
    return log().read(stream, 0, 10_000);
  }

  void begin(long to) {
    assertThat(append(fresh(1, texts(1, to)))).isEqualTo(Verdict.KEPT);
  }

  Claim takeOver() {
    expireLease(stream);
    return node(B).claim(stream, 1).orElseThrow();
  }

  @Test
  void keepsWhatIsAppendedInOrder() {
    begin(2);
    assertThat(append(more(1, texts(3, 3)))).isEqualTo(Verdict.KEPT);
    assertThat(append(more(1, texts(4, 150)))).isEqualTo(Verdict.KEPT);
    assertThat(all()).isEqualTo(texts(1, 150));
    assertThat(log().lastSeq(stream)).isEqualTo(150);
  }

  @Test
  void readsStrictlyAfterAPositionAndNoMoreThanTheLimit() {
    begin(10);
    assertThat(log().read(stream, 3, 4)).isEqualTo(texts(4, 7));
    assertThat(log().read(stream, 9, 4)).isEqualTo(texts(10, 10));
    assertThat(log().read(stream, 10, 4)).isEmpty();
    assertThat(log().read(stream, 11, 4)).isEmpty();
  }

  @Test
  void readsManyLogsAtOnce() {
    begin(3);
    String other = UUID.randomUUID().toString();
    log().append(List.of(new Append(other, 1, true, texts(1, 2))));
    assertThat(
            log()
                .read(
                    List.of(
                        new Position(stream, 1),
                        new Position("unknown", 0),
                        new Position(other, 0)),
                    10))
        .containsExactly(texts(2, 3), List.of(), texts(1, 2));
  }

  @Test
  void tellsTheVerdictOfEachOfManyAppends() {
    begin(3);
    assertThat(
            log()
                .append(
                    List.of(
                        new Append("unknown-" + stream, 1, false, texts(1, 1)),
                        more(1, texts(4, 4)),
                        more(0, texts(5, 5)))))
        .containsExactly(Verdict.LOST, Verdict.KEPT, Verdict.FENCED);
  }

  @Test
  void passesOverWhatItHoldsWhenAnAppendIsRepeated() {
    begin(3);
    begin(3);
    assertThat(append(more(1, texts(2, 5)))).isEqualTo(Verdict.KEPT);
    assertThat(append(more(1, texts(4, 5)))).isEqualTo(Verdict.KEPT);
    assertThat(all()).isEqualTo(texts(1, 5));
  }

  @Test
  void isNotThrownBackByAFreshAppendThatComesLate() {
    begin(3);
    append(more(1, texts(4, 9)));
    begin(3);
    assertThat(all()).isEqualTo(texts(1, 9));
    assertThat(append(more(1, texts(10, 10)))).isEqualTo(Verdict.KEPT);
  }

  @Test
  void beginsAnewWithAFreshAppend() {
    begin(3);
    Entry snapshot = Draft.snapshot("snapshot", "{}").at(1_000_004);
    assertThat(append(fresh(1, List.of(snapshot)))).isEqualTo(Verdict.KEPT);
    assertThat(append(more(1, texts(1_000_005, 1_000_006)))).isEqualTo(Verdict.KEPT);
    assertThat(all()).startsWith(snapshot).hasSize(3);
    assertThat(log().lastSeq(stream)).isEqualTo(1_000_006);
  }

  @Test
  void knowsNothingOfAnUnknownLog() {
    assertThat(append(more(1, texts(1, 1)))).isEqualTo(Verdict.LOST);
    assertThat(renew(1)).isEqualTo(Verdict.LOST);
    assertThat(all()).isEmpty();
    assertThat(log().lastSeq(stream)).isZero();
  }

  @Test
  void keepsAStopForWhoeverBegins() {
    assertThat(node(B).requestStop(stream)).isFalse();
    assertThat(log().lastSeq(stream)).isZero();
    assertThat(append(fresh(1, texts(1, 2)))).isEqualTo(Verdict.STOP_REQUESTED);
    assertThat(takeOver()).isEqualTo(new Claim(2, 2, true, true));
  }

  @Test
  void refusesAGap() {
    begin(3);
    assertThat(append(more(1, texts(5, 6)))).isEqualTo(Verdict.LOST);
    assertThat(all()).isEqualTo(texts(1, 3));
  }

  @Test
  void isLostForAnOwnerOfALaterEpochThanItKnows() {
    begin(3);
    assertThat(append(more(2, texts(4, 4)))).isEqualTo(Verdict.LOST);
    assertThat(renew(2)).isEqualTo(Verdict.LOST);
    assertThat(all()).isEqualTo(texts(1, 3));
  }

  @Test
  void fencesTheFormerOwnerAfterAClaim() {
    begin(3);
    Claim claim = takeOver();
    assertThat(append(more(1, texts(4, 4)))).isEqualTo(Verdict.FENCED);
    assertThat(append(fresh(1, texts(7, 8)))).isEqualTo(Verdict.FENCED);
    assertThat(renew(1)).isEqualTo(Verdict.FENCED);
    assertThat(all()).isEqualTo(texts(1, 3));
    assertThat(append(more(claim.epoch(), texts(4, 4)))).isEqualTo(Verdict.KEPT);
  }

  @Test
  void keepsAnOwnersNewestNoteForTheNextOne() {
    assertThat(log().noted(stream)).isEmpty();
    log().note(List.of(new Note(stream, 1, "before there is a log")));
    begin(3);
    assertThat(log().noted(stream)).isEmpty();
    log().note(List.of(new Note(stream, 1, "first"), new Note("unknown", 1, "nothing")));
    log().note(List.of(new Note(stream, 1, "second 字")));
    Claim claim = takeOver();
    log().note(List.of(new Note(stream, 1, "too late")));
    assertThat(node(B).noted(stream)).contains("second 字");
    node(B).note(List.of(new Note(stream, claim.epoch(), "third")));
    assertThat(log().noted(stream)).contains("third");
    assertThat(log().noted("unknown")).isEmpty();
  }

  @Test
  void tellsTheOwnerOfAStopWithEveryAppendAndRenewal() {
    begin(3);
    assertThat(renew(1)).isEqualTo(Verdict.KEPT);
    assertThat(node(B).requestStop(stream)).isTrue();
    assertThat(renew(1)).isEqualTo(Verdict.STOP_REQUESTED);
    assertThat(append(more(1, texts(4, 4)))).isEqualTo(Verdict.STOP_REQUESTED);
    assertThat(append(fresh(1, texts(9, 9)))).isEqualTo(Verdict.STOP_REQUESTED);
  }

  @Test
  void letsNobodyClaimWhatSomeoneHoldsALeaseOf() {
    begin(1);
    assertThat(node(B).claim(stream, 1)).isEmpty();
    expireLease(stream);
    renew(1);
    assertThat(node(B).claim(stream, 1)).isEmpty();
  }

  @Test
  void letsOneOfManyClaimantsWin() throws Exception {
    begin(1);
    expireLease(stream);
    int claimants = 8;
    CyclicBarrier start = new CyclicBarrier(claimants);
    ExecutorService threads = Executors.newFixedThreadPool(claimants);
    try {
      List<Future<Optional<Claim>>> claims = new ArrayList<>();
      for (int i = 0; i < claimants; i++) {
        StreamLog node = node(i % 2 == 0 ? A : B);
        claims.add(
            threads.submit(
                () -> {
                  start.await();
                  return node.claim(stream, 1);
                }));
      }
      int won = 0;
      for (Future<Optional<Claim>> claim : claims) {
        won += claim.get().isPresent() ? 1 : 0;
      }
      assertThat(won).isEqualTo(1);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void tellsAClaimantHowFarTheLogHasCome() {
    begin(3);
    log().requestStop(stream);
    expireLease(stream);
    assertThat(node(B).claim(stream, 1)).contains(new Claim(2, 3, true, true));
  }

  @Test
  void raisesTheEpochAboveAnyBefore() {
    begin(1);
    assertThat(takeOver()).isEqualTo(new Claim(2, 1, true, false));
    assertThat(takeOver().epoch()).isEqualTo(3);
    expireLease(stream);
    assertThat(log().claim(stream, 7).orElseThrow().epoch()).isEqualTo(8);
  }

  @Test
  void tellsAClaimantThatALogIsLost() {
    assertThat(node(B).claim(stream, 4)).contains(new Claim(5, 0, false, false));
    assertThat(node(A).claim(stream, 4)).isEmpty();
  }

  @Test
  void givesUpNoLogThatIsWhole() {
    begin(3);
    log().giveUp(stream, 1);
    log().giveUp(stream, 3);
    log().giveUp(stream, 9);
    log().giveUp("unknown", 2);
    assertThat(all()).isEqualTo(texts(1, 3));
    Entry snapshot = Draft.snapshot("snapshot", "{}").at(50);
    append(fresh(1, List.of(snapshot)));
    log().giveUp(stream, 50);
    assertThat(all()).containsExactly(snapshot);
  }

  @Test
  void givesUpALogWithoutItsBeginningWhichIsThenBegunAnew() {
    begin(5);
    trim(stream, 2);
    assertThat(all()).isEqualTo(texts(3, 5));
    node(B).giveUp(stream, 4);
    assertThat(all()).isEqualTo(texts(3, 5));
    assertThat(renew(1)).isEqualTo(Verdict.KEPT);
    node(B).giveUp(stream, 3);
    assertThat(all()).isEmpty();
    assertThat(renew(1)).isEqualTo(Verdict.LOST);
    assertThat(append(more(1, texts(6, 6)))).isEqualTo(Verdict.LOST);
    assertThat(append(fresh(1, texts(6, 6)))).isEqualTo(Verdict.KEPT);
  }

  @Test
  void knowsOrphans() {
    begin(1);
    String ended = UUID.randomUUID().toString();
    log().append(List.of(new Append(ended, 1, true, List.of(end(1)))));
    assertThat(log().orphans(List.of(stream, ended, "unknown")))
        .containsExactlyInAnyOrder(ended, "unknown");
    expireLease(stream);
    assertThat(log().orphans(List.of(stream))).containsExactly(stream);
  }

  @Test
  void countsClaimsThatFindNoProgress() {
    begin(1);
    assertThat(List.of(log().attempts(stream, 5), node(B).attempts(stream, 5)))
        .containsExactly(1, 2);
    assertThat(log().attempts(stream, 5)).isEqualTo(3);
    assertThat(log().attempts(stream, 6)).isEqualTo(1);
    assertThat(log().attempts(stream, 6)).isEqualTo(2);
    log().release(List.of(new Lease(stream, 1)));
    assertThat(log().attempts(stream, 6)).as("after an owner that did not die").isEqualTo(1);
  }

  @Test
  void canBeClaimedAtOnceWhenItsOwnerGivesItUp() {
    begin(1);
    log().release(List.of(new Lease(stream, 1)));
    assertThat(node(B).claim(stream, 1)).isPresent();
    log().release(List.of(new Lease(stream, 1)));
    assertThat(log().orphans(List.of(stream))).as("the new owner's lease").isEmpty();
  }

  @Test
  void isGoneOnceDeleted() {
    begin(3);
    log().delete(stream);
    assertThat(all()).isEmpty();
    assertThat(log().lastSeq(stream)).isZero();
    assertThat(append(more(1, texts(4, 4)))).isEqualTo(Verdict.LOST);
  }

  static List<String> payloads() {
    return List.of(
        "",
        " ",
        "你好，世界",
        "👩‍👩‍👧‍👦 𝒳 \uFFFD \uFFFF",
        "nul \u0000 in the middle",
        "CR\r\nLF\n\r",
        "{\"quotes\": \"\\\"'\"}",
        IntStream.range(0, 1 << 18).mapToObj(i -> "字€x\n").collect(joining()));
  }

  @ParameterizedTest(name = "payload {index}")
  @MethodSource("payloads")
  void givesBackEveryCharacter(String payload) {
    List<Entry> entries =
        List.of(
            Draft.text("message", payload).at(1),
            Draft.event("notice", payload).at(2),
            Draft.snapshot("snapshot", payload).at(3),
            Draft.end("done", payload).at(4));
    assertThat(append(fresh(1, entries))).isEqualTo(Verdict.KEPT);
    assertThat(all().equals(entries)).isTrue();
  }

  @Test
  void hintsAtGrowthToNodesThatWatch() {
    begin(1);
    node(B).watch(stream);
    node(B).watch(stream);
    await()
        .untilAsserted(
            () -> {
              long next = log().lastSeq(stream) + 1;
              assertThat(append(more(1, texts(next, next)))).isEqualTo(Verdict.KEPT);
              assertThat(hints(B)).contains(stream);
            });
    assertThat(hints(A)).as("of its own growth").doesNotContain(stream);
  }

  @Test
  void tellsNodesWithSimilarNamesApart() {
    node(B).append(List.of(fresh(1, texts(1, 1))));
    log().watch(stream);
    log().delete(stream);
    StreamLog owner = node("another");
    owner.append(List.of(fresh(1, texts(1, 1))));
    node(B).watch(stream);
    log().watch(stream);
    await()
        .untilAsserted(
            () -> {
              long next = log().lastSeq(stream) + 1;
              owner.append(List.of(more(1, texts(next, next))));
              assertThat(hints(A)).contains(stream);
              assertThat(hints(B)).contains(stream);
            });
  }

  @Test
  void hintsAtAStopToTheOwner() {
    begin(1);
    await()
        .untilAsserted(
            () -> {
              node(B).requestStop(stream);
              assertThat(hints(A)).contains(stream);
            });
    assertThat(hints(B)).doesNotContain(stream);
  }

  /** What this node has been told so far. */
  abstract Queue<String> hints(String node);

  static Queue<String> hintsOf(StreamLog log) {
    Queue<String> hints = new ConcurrentLinkedQueue<>();
    log.listen(hints::add, TestThreads.FACTORY);
    return hints;
  }
}
