package dev.weir.hostile;

import dev.weir.testkit.Eventually;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Another client, who does one thing again and again on a thread of its own and remembers how long it took at most. */
final class Bystander {
    /** What it does: a question and its answer. */
    interface RoundTrip {
        void go(long number) throws IOException;
    }

    private final String name;
    private final RoundTrip roundTrip;
    private final Thread thread;
    private long marked;
    private volatile long done;
    private volatile long worstNanos;
    private volatile boolean stopped;
    private volatile Throwable failure;

    Bystander(String name, RoundTrip roundTrip) {
        this.name = name;
        this.roundTrip = roundTrip;
        this.thread = new Thread(this::run, "bystander " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!stopped) {
                long stolenBefore = Stolen.nanos();
                long begun = System.nanoTime();
                roundTrip.go(done);
                long took = System.nanoTime() - begun;
                worstNanos = Math.max(worstNanos, took - (Stolen.nanos() - stolenBefore));
                done++;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        } catch (IOException | AssertionError e) {
            failure = e;
        }
    }

    void reset() {
        worstNanos = 0;
    }

    /** From here on {@link #worstMs} waits for the round trip now under way and for one more. */
    void mark() {
        marked = done;
    }

    /** The longest round trip, with those that {@link #mark} asked for. */
    long worstMs() {
        Eventually.until(name + " is served", () -> done > marked + 1 || failure != null);
        if (failure != null) {
            throw new AssertionError(name + " was hurt", failure);
        }
        return TimeUnit.NANOSECONDS.toMillis(worstNanos);
    }

    void stop() {
        stopped = true;
    }
}
