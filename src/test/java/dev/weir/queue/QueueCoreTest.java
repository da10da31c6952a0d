package dev.weir.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import dev.weir.message.LinkId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueCoreTest {
    private static final long POP_IDLE = 1_000;
    private static final long GRACE = 100;
    private static final long LEDGER_IDLE = 5_000;
    private static final LinkId LINK = new LinkId(0, 1);
    private static final LinkId READER = new LinkId(0, 2);

    private final Recorded effects = new Recorded();
    private QueueCore core = started(CoreSettings.inMemory(false, true, POP_IDLE, GRACE, LEDGER_IDLE));

    private QueueCore started(CoreSettings settings) {
        QueueCore started = new QueueCore(settings);
        started.start(0, effects);
        return started;
    }

    @AfterEach
    void keepsNoReferenceOfWhatItLoggedOrRefused() {
        effects.release();
        effects.logged.forEach(batch -> assertEquals(0, batch.bytes().refCnt()));
    }

    private BatchView publish(LinkId link, long seq, String... topics) {
        BatchView batch = Batches.ofTopics(link, seq, topics);
        core.publish(batch, 77, effects);
        return batch;
    }

    private List<String> retained(long nowMs) {
        effects.take();
        core.retain(nowMs, 0, false, effects);
        return effects.take();
    }

    // ---- publishing

    @Test
    void givesOffsetsFromOneOnWithoutHoles() {
        core.linkOpened(LINK, 1, 0);
        publish(LINK, 1, "a", "b");
        publish(LINK, 2, "c");
        assertEquals(
                List.of("append 1..2 [a, b]", "confirm 1/1 1+2", "append 3..3 [c]", "confirm 1/2 3+1"), effects.take());
        assertEquals(List.of(1L, 2L), Batches.offsets(effects.logged.get(0)));
        assertEquals(1, effects.logged.get(0).baseOffset());
        assertEquals(77, effects.logged.get(0).time(effects.logged.get(0).first()));
        assertEquals(3, core.last());
    }

    @Test
    void storesABatchSentAgainOnceAndAnswersTheSame() {
        core.linkOpened(LINK, 1, 0);
        publish(LINK, 1, "a", "b");
        publish(LINK, 2, "c");
        effects.take();
        BatchView again = publish(LINK, 1, "a", "b");
        assertEquals(List.of("confirm 1/1 1+2"), effects.take());
        assertEquals(0, again.bytes().refCnt());
        assertEquals(3, core.last());
    }

    @Test
    void refusesABatchOutOfItsOrder() {
        core.linkOpened(LINK, 5, 0);
        for (long seq : new long[] {6, 4, 0, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            BatchView batch = publish(LINK, seq, "a");
            assertEquals(List.of("refuse 1/" + seq), effects.take());
            assertEquals(0, batch.bytes().refCnt());
        }
        publish(LINK, 5, "a");
        assertEquals(List.of("append 1..1 [a]", "confirm 1/5 1+1"), effects.take());
    }

    @Test
    void refusesABatchOfALinkItDoesNotKnow() {
        publish(LINK, 1, "a");
        assertEquals(List.of("refuse 1/1"), effects.take());
    }

    @Test
    void remembersResultsOfTheLast256BatchesAndNoMore() {
        core.linkOpened(LINK, 1, 0);
        for (int seq = 1; seq <= 257; seq++) {
            publish(LINK, seq, "t");
        }
        effects.take();
        publish(LINK, 2, "t");
        assertEquals(List.of("confirm 1/2 2+1"), effects.take());
        publish(LINK, 1, "t");
        assertEquals(List.of("refuse 1/1"), effects.take());
    }

    @Test
    void keepsLinksApart() {
        core.linkOpened(LINK, 1, 0);
        core.linkOpened(READER, 1, 0);
        publish(LINK, 1, "a");
        publish(READER, 1, "b");
        assertEquals(
                List.of("append 1..1 [a]", "confirm 1/1 1+1", "append 2..2 [b]", "confirm 2/1 2+1"), effects.take());
    }

    @Test
    void answersALinkThatReturnsAndForgetsOneThatStaysAway() {
        core.linkOpened(LINK, 1, 0);
        publish(LINK, 1, "a");
        core.linkClosed(LINK, 10);
        core.tick(10 + LEDGER_IDLE - 1, effects);
        core.linkOpened(LINK, 1, 0);
        effects.take();
        publish(LINK, 1, "a");
        assertEquals(List.of("confirm 1/1 1+1"), effects.take());
        core.tick(1_000_000, effects);
        core.linkClosed(LINK, 1_000_000);
        core.tick(1_000_000 + LEDGER_IDLE, effects);
        publish(LINK, 2, "b");
        assertEquals(List.of("refuse 1/2"), effects.take());
    }

    @Test
    void namesThePredecessorOnTheSameTopic() {
        core.linkOpened(LINK, 1, 0);
        publish(LINK, 1, "a", "b", "a", "", "");
        publish(LINK, 2, "b", "a", "A");
        assertEquals(List.of(0L, 0L, 1L, 0L, 0L), prevs(effects.logged.get(0)));
        assertEquals(List.of(2L, 3L, 0L), prevs(effects.logged.get(1)));
    }

    private static List<Long> prevs(BatchView batch) {
        List<Long> prevs = new java.util.ArrayList<>();
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            prevs.add(batch.prev(m));
        }
        return prevs;
    }

    // ---- retention

    @Test
    void keepsEverythingWhileNobodyReadsOrPops() {
        core.linkOpened(LINK, 1, 0);
        publish(LINK, 1, "a", "b");
        assertEquals(List.of(), retained(1_000_000_000));
    }

    @Test
    void freesWhatEveryReaderHasReceived() {
        core.linkOpened(LINK, 1, 0);
        assertEquals(1, core.readerJoined(READER));
        assertEquals(1, core.readerJoined(LINK));
        publish(LINK, 1, "a", "b", "c");
        core.readerReceived(READER, 4);
        assertEquals(List.of(), retained(0));
        core.readerReceived(LINK, 3);
        assertEquals(List.of("free 3"), retained(0));
        assertEquals(List.of(), retained(0));
    }

    @Test
    void neverFreesBeyondWhatExistsHoweverMuchAReaderClaims() {
        core.linkOpened(LINK, 1, 0);
        core.readerJoined(READER);
        publish(LINK, 1, "a");
        core.readerReceived(READER, Long.MAX_VALUE);
        assertEquals(List.of("free 2"), retained(0));
    }

    @Test
    void keepsALostReadersPlaceForTheGraceTime() {
        core.linkOpened(LINK, 1, 0);
        core.readerJoined(READER);
        publish(LINK, 1, "a", "b");
        core.readerReceived(READER, 2);
        core.readerLost(READER, 50);
        publish(LINK, 2, "c");
        core.tick(50 + GRACE - 1, effects);
        assertEquals(List.of("free 2"), retained(50 + GRACE - 1));
        assertEquals(2, core.readerJoined(READER));
        core.readerLost(READER, 200);
        core.tick(200 + GRACE, effects);
        assertEquals(List.of(), retained(200 + GRACE));
        assertEquals(4, core.readerJoined(READER));
    }

    @Test
    void keepsNothingForAReaderThatSaidGoodbye() {
        core.linkOpened(LINK, 1, 0);
        core.readerJoined(READER);
        core.readerJoined(LINK);
        publish(LINK, 1, "a");
        core.readerReceived(LINK, 2);
        core.linkLeft(READER, 0, effects);
        assertEquals(List.of("free 2"), retained(0));
    }

    @Test
    void forgetsTopicsWhoseMessagesAreAllGone() {
        core.linkOpened(LINK, 1, 0);
        core.readerJoined(READER);
        for (int seq = 1; seq <= 20_000; seq++) {
            publish(LINK, seq, "topic-" + seq);
            core.readerReceived(READER, seq + 1);
            core.retain(0, 0, false, effects);
        }
        assertTrue(
                core.state().topics.size() <= 2_048, () -> core.state().topics.size() + " topics kept");
    }
}
