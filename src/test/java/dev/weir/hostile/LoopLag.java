package dev.weir.hostile;

import dev.weir.testkit.Eventually;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Asks one event loop to run something every 5 ms and remembers how late it was at most, without what was {@link Stolen}
 * from the loop's thread.
 */
final class LoopLag implements Runnable {
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final EventExecutor loop;
    private long marked;
    private long due;
    private long stolenBefore;
    private volatile long runs;
    private volatile long worstNanos;
    private volatile boolean stopped;

    LoopLag(EventExecutor loop) {
        this.loop = loop;
        loop.execute(this::schedule);
    }

    private void schedule() {
        stolenBefore = Stolen.nanos();
        due = System.nanoTime() + EVERY_NANOS;
        loop.schedule(this, EVERY_NANOS, TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
        long late = System.nanoTime() - due;
        worstNanos = Math.max(worstNanos, late - (Stolen.nanos() - stolenBefore));
        runs++;
        if (!stopped) {
            schedule();
        }
    }

    void reset() {
        worstNanos = 0;
    }

    /** From here on {@link #worstMs} waits for the turn that has not ended yet. */
    void mark() {
        marked = runs;
    }

    /** The longest turn, with the one that {@link #mark} asked for. */
    long worstMs() {
        Eventually.until("the loop turns", () -> runs > marked);
        return TimeUnit.NANOSECONDS.toMillis(worstNanos);
    }

    void stop() {
        stopped = true;
    }
}
