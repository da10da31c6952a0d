package dev.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.BatchView;
import dev.weir.testkit.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages are kept for a day, and somebody sets the clock: three days ahead, a day back. */
class JumpingClockTest {
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    @TempDir
    Path dir;

    private LogStand stand;
    private long epochMs = 1_000 * DAY;
    private long monotonicMs = 5;

    @BeforeEach
    void open() throws Exception {
        stand = new LogStand(dir);
        stand.retentionMs = DAY;
        stand.recentBytesMax = 0;
        stand.open();
    }

    @AfterEach
    void close() {
        stand.log.close();
    }

    private void reopen() throws Exception {
        stand.log.close();
        stand.open();
    }

    private LogClock clock() {
        return new LogClock(() -> epochMs, () -> monotonicMs, stand.log.startTimeMs());
    }

    /** So many messages, each with the time of day. */
    private void publish(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            stand.append(3_000, epochMs);
            stand.settle();
        }
    }

    private void pass(long ms) {
        epochMs += ms;
        monotonicMs += ms;
    }

    private long kept(LogClock clock) {
        return stand.log.expired(clock.expiryNowMs());
    }

    @Test
    @Fault("L15")
    void nothingExpiresForItWhileTheQueueRuns() throws Exception {
        LogClock clock = clock();
        publish(20);
        for (long jump : new long[] {3 * DAY, -4 * DAY}) {
            epochMs += jump;
            pass(HOUR);
            publish(20);
            assertEquals(1, kept(clock), "after " + jump);
        }
        pass(DAY);
        assertTrue(kept(clock) > 1, "a day has passed by any clock");
    }

    @Test
    @Fault("L15")
    void nothingExpiresForItWhileTheQueueIsDown() throws Exception {
        publish(20);
        for (long jump : new long[] {3 * DAY, -4 * DAY}) {
            epochMs += jump;
            reopen();
            LogClock clock = clock();
            publish(20);
            pass(LogClock.WAIT_MS - 1);
            assertEquals(1, kept(clock), "after " + jump);
            // It is put right and the queue started again within the time to do so.
            epochMs -= jump;
            reopen();
            assertEquals(1, kept(clock()), "put right after " + jump);
            pass(1_000);
        }
        assertEquals(FileLogTest.offsets(1, 60), stand.core.told);
    }

    @Test
    @Fault("L15")
    void theOrderIsThatOfTheOffsets() throws Exception {
        publish(10);
        epochMs += 3 * DAY;
        publish(10);
        epochMs -= 4 * DAY;
        publish(10);
        reopen();
        assertEquals(FileLogTest.offsets(1, 30), stand.core.told);
        List<Long> read = new ArrayList<>();
        while (read.size() < 30) {
            for (BatchView batch : stand.read(read.size() + 1, 10_000).batches()) {
                read.add(batch.offset(batch.first()));
                batch.release();
            }
        }
        assertEquals(
                FileLogTest.offsets(1, 30), read.stream().map(String::valueOf).toList());
    }
}
