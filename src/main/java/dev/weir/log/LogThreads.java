package dev.weir.log;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log's own threads: named, and no reason for a process to stay. */
final class LogThreads {
    private static final Logger LOG = LoggerFactory.getLogger(LogThreads.class);
    private static final long STOP_MS = 10_000;

    private LogThreads() {}

    static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** A task for a thread that may have been stopped: then nobody waits for it any more. */
    static void run(ExecutorService thread, Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("a task came after the log was closed");
        }
    }

    /** Waits for what runs and what was asked before; an interrupt would close the files below it. */
    static void stop(ExecutorService thread) {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("a thread of the log did not end within {} ms", STOP_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
