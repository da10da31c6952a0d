package dev.weir.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A directory under its lock, with its meta. Blocks. */
final class OpenLog implements Closeable {
    private final FileChannel lock;
    private final LogFiles files;

    private OpenLog(FileChannel lock, LogFiles files) {
        this.lock = lock;
        this.files = files;
    }

    static OpenLog lock(Path dir) throws IOException, LogRefused {
        LogFiles files = new LogFiles(dir);
        FileChannel channel = FileChannel.open(files.lock(), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new OpenLog(channel, files);
            }
        } catch (OverlappingFileLockException e) {
            // Held within this process: the same to us.
        }
        channel.close();
        throw new LogRefused(dir + ": another process has this log open");
    }

    LogFiles files() {
        return files;
    }

    boolean isNew() throws IOException {
        return !Files.exists(files.meta());
    }

    /** The meta of a log that is there. */
    LogMeta meta() throws IOException, LogRefused {
        if (isNew()) {
            Path stray = stray();
            throw stray == null
                    ? new LogRefused(files.dir() + ": there is no log")
                    : new LogDamaged(files.meta(), "missing, though " + stray.getFileName() + " is there");
        }
        return LogMeta.read(files.meta());
    }

    /** Makes the meta of a new log, if nothing else of a log is there. */
    LogMeta create(Disk disk, Fsync fsync, Random ids) throws IOException, LogRefused {
        if (stray() != null) {
            return meta();
        }
        LogMeta meta = new LogMeta(
                ids.nextLong() & Long.MAX_VALUE, 1, 0, fsync.number(), java.util.List.of(new Generation(0, 1)));
        disk.replace(files.meta(), meta.encode());
        return meta;
    }

    private @Nullable Path stray() throws IOException {
        if (!files.segments().isEmpty()) {
            return files.segment(files.segments().firstKey());
        }
        return files.snapshots().isEmpty()
                ? null
                : files.snapshot(files.snapshots().firstKey());
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
