package dev.weir.log;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time by which messages age. It starts with the time of day and then goes on monotonically, so that setting the
 * clock expires nothing. Where the start itself looks like a jump against the newest message, nothing expires by age for
 * {@link #WAIT_MS}, in which somebody can put the clock right and restart. Owned by one thread.
 */
public final class LogClock {
    private static final Logger LOG = LoggerFactory.getLogger(LogClock.class);

    static final long WAIT_MS = 600_000;

    /** How much later than the newest message a start may be without a doubt. */
    static final long JUMP_MS = 3_600_000;

    private final LongSupplier monotonicMs;
    private final long startEpochMs;
    private final long startMs;
    private final boolean doubted;

    /**
     * Starts now.
     *
     * @param epochMs the time of day
     * @param monotonicMs milliseconds that only go forward
     * @param newestMs time of the newest message, 0 if there is none
     */
    public LogClock(LongSupplier epochMs, LongSupplier monotonicMs, long newestMs) {
        this.monotonicMs = monotonicMs;
        this.startEpochMs = epochMs.getAsLong();
        this.startMs = monotonicMs.getAsLong();
        this.doubted = newestMs > 0 && (startEpochMs < newestMs || startEpochMs - newestMs > JUMP_MS);
        if (doubted) {
            LOG.warn(
                    "the newest message is of {} ms, the clock says {} ms: nothing expires by age for {} min",
                    newestMs,
                    startEpochMs,
                    WAIT_MS / 60_000);
        }
    }

    private long ranMs() {
        return monotonicMs.getAsLong() - startMs;
    }

    /** What to hand to {@link FileLog#expired}: epoch milliseconds, or 0, by which nothing is old. */
    public long expiryNowMs() {
        return doubted && ranMs() < WAIT_MS ? 0 : startEpochMs + ranMs();
    }
}
