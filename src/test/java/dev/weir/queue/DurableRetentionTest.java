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
