package dev.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import dev.weir.message.LinkId;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class MemoryLogTest extends MessageLogContract {
    @Override
    MessageLog open(long bytesMax) {
        return new MemoryLog(bytesMax);
    }

    @Override
    void settle(MessageLog log) {
        // Committed when appended.
    }

    @Override
    void await(BooleanSupplier done) {
        // Answered when asked.
    }

    @Test
    void countsTheMemoryThatIsHeldAndNotTheBytesThatAreUsed() {
        MemoryLog log = new MemoryLog(1 << 20);
        BatchView batch = Batches.stamped(Batches.ofTopics(new LinkId(1, 1), 1, "t"), 1);
        log.append(batch, 1, 1);
        assertEquals(batch.footprint(), log.bytes());
        log.free(2);
        assertEquals(0, log.bytes());
    }

    private static BatchView append(MessageLog log, long first, int count) {
        String[] topics = new String[count];
        java.util.Arrays.fill(topics, "t");
        BatchView batch = Batches.stamped(Batches.ofTopics(new LinkId(1, 1), first, topics), first);
        log.append(batch, first, first + count - 1);
        return batch;
    }

    @Test
    void freesWholeBatchesBelowAtOnce() {
        MemoryLog log = new MemoryLog(1 << 20);
        BatchView oldest = append(log, 1, 3);
        append(log, 4, 3);
        log.free(4);
        assertEquals(0, oldest.bytes().refCnt());
        assertNull(log.at(3));
        assertEquals(4, log.first());
        log.close();
    }

    @Test
    void hasNoRoomOverItsLimitUntilSomethingIsFreed() {
        MemoryLog log = new MemoryLog(3_000);
        long next = 1;
        while (log.hasRoom(1_000)) {
            append(log, next, 1);
            next++;
        }
        assertTrue(next > 1);
        assertFalse(log.hasRoom(1_000));
        log.free(next);
        assertTrue(log.hasRoom(1_000));
        assertTrue(log.hasRoom(100_000), "an empty log takes one batch of any size");
        log.close();
    }
}
