package dev.weir.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** All that a {@link FileLog} starts with: the directory under its lock, recovered, and the spares there are. */
record Opening(
        LogSettings settings,
        OpenLog directory,
        LogMeta meta,
        Recovery.Found found,
        List<Spare> spares,
        Supplier<Replayed> shadows,
        Executor loop,
        Disk disk) {

    static Opening of(LogSettings settings, Replayed core, Supplier<Replayed> shadows, Executor loop, Disk disk)
            throws IOException, LogRefused {
        Files.createDirectories(settings.dir());
        OpenLog directory = OpenLog.lock(settings.dir());
        try {
            return recover(settings, core, shadows, loop, disk, directory);
        } catch (IOException | LogRefused | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static Opening recover(
            LogSettings settings,
            Replayed core,
            Supplier<Replayed> shadows,
            Executor loop,
            Disk disk,
            OpenLog directory)
            throws IOException, LogRefused {
        LogFiles files = directory.files();
        boolean fresh = directory.isNew();
        LogMeta before = fresh ? directory.create(disk, settings.fsync(), new SecureRandom()) : directory.meta();
        Recovery recovery = new Recovery(disk, files, before);
        Recovery.Found found = recovery.look(core);
        sizes(settings, files, found);
        recovery.settle(found);
        for (Path file : files.segments().headMap(before.lowest()).values()) {
            Files.delete(file);
        }
        for (Path file : files.segments().tailMap(before.highest() + 1).values()) {
            Files.delete(file);
        }
        files.removeTemporary();
        boolean lossy = !fresh && !found.clean() && before.fsyncNumber() != Fsync.ALWAYS.number();
        LogMeta meta = (lossy ? before.next(found.nextOffset()) : before).withFsync(settings.fsync());
        if (!meta.equals(before)) {
            disk.replace(files.meta(), meta.encode());
        }
        List<Spare> spares = Spare.open(disk, files, found.spares());
        return new Opening(settings, directory, meta, found, spares, shadows, loop, disk);
    }

    /** When nothing came of it. */
    void close() throws IOException {
        spares.forEach(Spare::close);
        directory.close();
    }

    private static void sizes(LogSettings settings, LogFiles files, Recovery.Found found)
            throws IOException, LogRefused {
        for (Segment segment : found.segments()) {
            size(files.segment(segment.number()), settings);
        }
        for (long spare : found.spares()) {
            size(files.segment(spare), settings);
        }
    }

    private static void size(Path file, LogSettings settings) throws IOException, LogRefused {
        if (Files.size(file) != settings.segmentBytes()) {
            throw new LogRefused(file + " has " + Files.size(file) + " bytes, but segmentBytes is "
                    + settings.segmentBytes() + "; it cannot be changed for a log that is there");
        }
    }
}
