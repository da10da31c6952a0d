package dev.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.BatchView;
import dev.weir.testkit.Eventually;
import dev.weir.testkit.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowSyncTest {
    @TempDir
    Path dir;

    @Test
    @Fault("L07")
    void whileASyncHangsRoomRunsOutNothingIsCommittedAndReadsGoOn() throws Exception {
        Semaphore syncs = new Semaphore(1_000);
        LogStand stand = new LogStand(dir);
        stand.recentBytesMax = 0;
        stand.disk = new Disk() {
            @Override
            void force(FileChannel channel) throws IOException {
                syncs.acquireUninterruptibly();
                super.force(channel);
            }
        };
        stand.open();
        stand.fill(3, 1_000);
        stand.until(() -> Files.exists(stand.segment(3)) && !stand.log.making());
        syncs.drainPermits();
        while (stand.log.roomFor(4_000) == Room.YES) {
            stand.append(1_000, stand.next);
            assertTrue(stand.next < 100, "room for ever");
        }
        Eventually.until("a sync hangs", syncs::hasQueuedThreads);
        assertEquals(Room.LATER, stand.log.roomFor(4_000));
        LogPiece piece = stand.read(1, 1 << 20);
        assertEquals(3, piece.to(), "what is not committed is not read");
        piece.batches().forEach(BatchView::release);
        assertEquals(3, stand.log.committed());
        syncs.release(1_000);
        stand.settle();
        assertEquals(stand.next - 1, stand.log.committed());
        stand.until(() -> stand.log.roomFor(4_000) == Room.YES);
        stand.log.close();
    }
}
