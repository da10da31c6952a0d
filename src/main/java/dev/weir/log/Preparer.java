package dev.weir.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes spares ahead of need and takes retired segments back, on its own thread. Owns {@code meta} while it runs. */
final class Preparer {
    private static final Logger LOG = LoggerFactory.getLogger(Preparer.class);
    private static final long RETRY_MS = 1_000;

    /** Told on the loop. */
    interface Told {
        /** Hands it over. */
        void made(Spare spare);

        /** Tried again by itself. */
        void notMade(String why);
    }

    private final Disk disk;
    private final LogFiles files;
    private final int segmentBytes;
    private final Executor loop;
    private final Told told;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, LogThreads.named("weir-log-preparer"));
    private final ArrayDeque<Path> retired = new ArrayDeque<>();
    private LogMeta meta;
    /** Segments below it are to go; some may be there yet, if that could not be written. */
    private long lowestKept;

    private @Nullable ScheduledFuture<?> retry;

    Preparer(Disk disk, LogFiles files, int segmentBytes, LogMeta meta, Executor loop, Told told) {
        this.disk = disk;
        this.files = files;
        this.segmentBytes = segmentBytes;
        this.meta = meta;
        this.loop = loop;
        this.told = told;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Makes the spare of this number, the next behind the highest. */
    void make(long number) {
        LogThreads.run(thread, () -> tryToMake(number));
    }

    private void tryToMake(long number) {
        try {
            retireNow();
            Spare made = makeNow(number);
            loop.execute(() -> told.made(made));
        } catch (IOException e) {
            if (retry == null) {
                LOG.warn("segment {} cannot be made, tried again every second: {}", number, e.toString());
            }
            loop.execute(() -> told.notMade(String.valueOf(e.getMessage())));
            if (thread.isShutdown()) {
                return;
            }
            retry = thread.schedule(() -> tryToMake(number), RETRY_MS, TimeUnit.MILLISECONDS);
            return;
        }
        if (retry != null) {
            LOG.info("segment {} could be made again", number);
            retry = null;
        }
    }

    private Spare makeNow(long number) throws IOException {
        Path file = files.segment(number);
        Path temp = file.resolveSibling(file.getFileName() + LogFiles.TEMP);
        Path old = retired.poll();
        if (old != null) {
            Files.move(old, temp);
        } else {
            disk.make(temp, segmentBytes);
        }
        Spare spare = new Spare(number, disk.openToWrite(temp));
        try {
            if (old != null) {
                disk.zero(spare.channel(), 0, LogFormat.HEADER);
                disk.force(spare.channel());
            }
            disk.rename(temp, file);
            LogMeta next = meta.withSegments(meta.lowest(), number);
            disk.replace(files.meta(), next.encode());
            meta = next;
            return spare;
        } catch (IOException e) {
            spare.close();
            throw e;
        }
    }

    /** Nobody reads segments below this number any more. */
    void retire(long lowest) {
        LogThreads.run(thread, () -> {
            lowestKept = lowest;
            try {
                retireNow();
            } catch (IOException e) {
                LOG.warn("segments below {} cannot be taken away yet: {}", lowest, e.toString());
            }
        });
    }

    private void retireNow() throws IOException {
        long from = meta.lowest();
        if (from >= lowestKept) {
            return;
        }
        LogMeta next = meta.withSegments(lowestKept, meta.highest());
        disk.replace(files.meta(), next.encode());
        meta = next;
        for (long number = from; number < next.lowest(); number++) {
            take(files.segment(number));
        }
    }

    private void take(Path file) throws IOException {
        if (retired.isEmpty() && Files.size(file) == segmentBytes) {
            retired.add(file);
        } else {
            Files.delete(file);
        }
    }

    void close() {
        LogThreads.stop(thread);
    }
}
