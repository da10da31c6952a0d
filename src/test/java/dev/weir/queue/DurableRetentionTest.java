package dev.weir.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.message.Batches;
import dev.weir.message.LinkId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes from a log on disk, whose limits say what may go. */
class DurableRetentionTest {
    private static final LinkId LINK = new LinkId(0, 1);
    private static final long POP_IDLE = 1_000;

    private final Recorded effects = new Recorded();
    private QueueCore core = started(Overflow.REJECT);

    private QueueCore started(Overflow overflow) {
        QueueCore started = new QueueCore(CoreRecoveryTest.settings(overflow, 4));
        started.start(0, effects);
        started.linkOpened(LINK, 1, 0);
        return started;
    }

    @BeforeEach
    void tenMessages() {
        core.publish(Batches.ofTopics(LINK, 1, "a", "b", "c", "d", "e", "f", "g", "h", "i", "j"), 0, effects);
        effects.take();
    }

    @AfterEach
    void release() {
        effects.release();
    }

    private List<String> retained(long nowMs, long candidate, boolean overHardLimit) {
        effects.notes.clear();
        core.retain(nowMs, candidate, overHardLimit, effects);
        return effects.take();
    }

    @Test
    void freesWhatTheLimitsSayByAnEntryAndNotMoreThanThereIs() {
        assertEquals(List.of("free 4"), retained(0, 4, false));
        assertEquals(List.of(ByteBufUtil.hexDump(Entries.firstHeld(4))), effects.notes);
        assertEquals(List.of(), retained(0, 4, false));
        assertEquals(List.of(), retained(0, 0, true));
        assertEquals(List.of("free 11"), retained(0, Long.MAX_VALUE, false));
        assertEquals(11, core.firstHeld());
    }

    /** The queue may have ended when that was logged and the log had not heard of it yet. */
    @Test
    void tellsTheLogAgainAfterARestartWhatItMayLetGo() {
        retained(0, 4, false);
        ByteBuf saved = Unpooled.buffer();
        core.save(saved);
        QueueCore again = new QueueCore(CoreRecoveryTest.settings(Overflow.REJECT, 4));
        again.load(saved);
        again.start(0, effects);
        assertEquals(List.of("free 4"), effects.take());
    }

    @Test
    void letsNoReaderHoldAnythingBack() {
        core.readerJoined(LINK);
        assertEquals(List.of("free 9"), retained(0, 9, false));
    }

    @Test
    void holdsWhatThePopGroupHasNotDoneWhileItIsInUse() {
        core.popJoined(1, 0, effects);
        core.popTaken(1, 4, 1);
        assertEquals(List.of(), retained(0, 8, false));
        core.popAcknowledged(1, 1);
        assertEquals(List.of("free 5"), retained(0, 8, true));
        core.popLeft(1, 100);
        assertEquals(List.of(), retained(100 + POP_IDLE - 1, 8, false));
        assertEquals(List.of("pop lost 3", "free 8"), retained(100 + POP_IDLE, 8, false));
        core.popJoined(2, 5_000, effects);
        assertEquals(8, core.popNext());
    }

    @Test
    void discardsBeyondTheHardLimitIfToldToAndSaysHowMany() {
        core = started(Overflow.DISCARD_OLDEST);
        tenMessages();
        core.popJoined(1, 0, effects);
        core.popTaken(1, 2, 1);
        core.popAcknowledged(1, 1);
        core.popTaken(1, 6, 2);
        assertEquals(List.of("free 3"), retained(0, 9, false));
        assertEquals(List.of("pop lost 2", "free 5"), retained(0, 5, true));
        assertEquals(List.of("pop lost 4", "free 9"), retained(0, 9, true));
        core.popLeft(1, 0);
        assertEquals(9, core.popNext());
        assertEquals(10, core.popRunEnd());
    }

    @Test
    void logsHowFarThePopGroupIsOnceATick() {
        core.popJoined(1, 0, effects);
        core.tick(0, effects);
        assertEquals(List.of(ByteBufUtil.hexDump(Entries.popCreated(1))), effects.notes);
        effects.notes.clear();
        core.popTaken(1, 3, 1);
        core.tick(1, effects);
        assertEquals(List.of(), effects.notes);
        core.popAcknowledged(1, 1);
        core.tick(2, effects);
        core.tick(3, effects);
        assertEquals(List.of(ByteBufUtil.hexDump(Entries.popFloor(4))), effects.notes);
    }

    @Test
    void beginsThePopGroupAgainWhereItIsKnownToBeDone() {
        core.popJoined(1, 0, effects);
        core.popTaken(1, 7, 1);
        core.popAcknowledged(1, 1);
        core.tick(1, effects);
        core.popTaken(1, 9, 2);
        QueueCore next = new QueueCore(CoreRecoveryTest.settings(Overflow.REJECT, 4));
        next.replay(effects.logged.get(0));
        next.replayEntry(Entries.popCreated(1));
        next.replayEntry(Entries.popFloor(8));
        assertEquals(core.stateHash(), next.stateHash());
        next.start(0, effects);
        assertEquals(8, next.popNext());
    }

    @Test
    void forgetsTopicsAtTheSameEntryInAReplay() {
        QueueCore replayed = new QueueCore(CoreRecoveryTest.settings(Overflow.REJECT, 4));
        for (int seq = 2; seq <= 2_100; seq++) {
            core.publish(Batches.ofTopics(LINK, seq, "topic-" + seq), 0, effects);
        }
        effects.logged.forEach(replayed::replay);
        retained(0, 2_000, false);
        replayed.replayEntry(Entries.firstHeld(2_000));
        assertEquals(110, core.state().topics.size());
        assertEquals(core.stateHash(), replayed.stateHash());
    }
}
