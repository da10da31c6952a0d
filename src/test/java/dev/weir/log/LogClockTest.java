package dev.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.testkit.Fault;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogClockTest {
    private static final long DAY = 86_400_000;

    private final AtomicLong epochMs = new AtomicLong(100 * DAY);
    private final AtomicLong monotonicMs = new AtomicLong(7);

    private LogClock clock(long newestMs) {
        return new LogClock(epochMs::get, monotonicMs::get, newestMs);
    }

    @Test
    @Fault("L15")
    void advancesMonotonicallyWhateverTheTimeOfDayBecomes() {
        LogClock clock = clock(100 * DAY - 1);
        epochMs.set(900 * DAY);
        monotonicMs.addAndGet(5);
        assertEquals(100 * DAY + 5, clock.expiryNowMs());
    }

    @Test
    @Fault("L15")
    void waitsAfterAStartThatLooksLikeAJump() {
        for (long newest : new long[] {50 * DAY, 101 * DAY}) {
            monotonicMs.set(7);
            LogClock clock = clock(newest);
            monotonicMs.addAndGet(LogClock.WAIT_MS - 1);
            assertEquals(0, clock.expiryNowMs());
            monotonicMs.addAndGet(1);
            assertEquals(100 * DAY + LogClock.WAIT_MS, clock.expiryNowMs());
        }
    }

    @Test
    void doubtsNothingInAnEmptyLog() {
        assertEquals(100 * DAY, clock(0).expiryNowMs());
    }
}
