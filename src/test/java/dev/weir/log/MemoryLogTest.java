package dev.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import dev.weir.message.LinkId;
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

    @Test
    void countsTheMemoryThatIsHeldAndNotTheBytesThatAreUsed() {
        MemoryLog log = new MemoryLog(1 << 20);
        BatchView batch = Batches.stamped(Batches.ofTopics(new LinkId(1, 1), 1, "t"), 1);
        log.append(batch, 1, 1);
        assertEquals(batch.footprint(), log.bytes());
        log.free(2);
        assertEquals(0, log.bytes());
    }
}
