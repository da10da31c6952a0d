package dev.weir.launcher;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the process if stopping takes too long, for whoever sent SIGTERM waits. */
final class HaltTimer {
    private static final Logger log = LoggerFactory.getLogger(HaltTimer.class);

    private HaltTimer() {}

    /** Starts counting. The thread is a daemon: a process that ends in time ends before it. */
    static void start(long limitMs, IntSupplier exitCode) {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        Thread thread = new Thread(
                () -> {
                    for (long left = limitMs; left > 0; ) {
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(left));
                        left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
                    }
                    log.error("Not stopped after {} ms, halting", limitMs);
                    Runtime.getRuntime().halt(exitCode.getAsInt());
                },
                "weir-halt-timer");
        thread.setDaemon(true);
        thread.start();
    }
}
