package dev.weir.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something to become true, looking every 2 ms, and fails with words when it does not. */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = 2_000_000;

    private Eventually() {}

    /** Waits at most 10 s. */
    public static void until(String what, BooleanSupplier condition) {
        until(what, LIMIT, condition);
    }

    /** Waits at most {@code limit}; looks at least once, and once more when the time is over. */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        if (!holds(limit, condition)) {
            throw new AssertionError("not within " + limit + ": " + what);
        }
    }

    /** Waits at most 10 s for a value; the failure shows the last one seen. */
    public static <T> void equal(String what, T expected, Supplier<? extends T> actual) {
        if (!holds(LIMIT, () -> Objects.equals(expected, actual.get()))) {
            throw new AssertionError(
                    "not within " + LIMIT + ": " + what + "; expected " + expected + ", last seen " + actual.get());
        }
    }

    private static boolean holds(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return condition.getAsBoolean();
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}
